"""The only door to the outside. Every guard stands here, once."""
