"""What is known of registry servers: their list, their refusals, their next slots."""
