"""Read bytes of strangers (pages, workbooks) in a process within limits of memory and time."""
