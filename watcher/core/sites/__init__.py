"""Sites: the register's rows, people's acts, the history, the six states, the next step."""
