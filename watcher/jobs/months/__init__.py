"""Monthly reports: months are closed, frozen and rendered."""
