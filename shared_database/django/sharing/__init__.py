"""One database under two implementations: sessions, forms and links that both read."""
