"""What a page or a command shows, computed once for every face: a node in, typed values out, no words in them that need translating."""
