"""What a page or a command shows, computed once, for web, command line and reports alike."""
