"""Programs that read what a fuzzer makes up, one for each reader of what strangers send."""
