"""What strangers hand us: nothing they send is trusted, opened in our process or served as they sent it."""
