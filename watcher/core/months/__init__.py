"""What a month adds up to for a programme: actions, costs, cohorts, indicators."""
