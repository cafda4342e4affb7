"""What the program does, a use case per module: each joins storage, net, probes and core.

Rules are in core, texts in wording; a job reads, decides by them, and writes.
"""
