"""Parse untrusted bytes (pages, workbooks) in a process with limits of memory and time."""
