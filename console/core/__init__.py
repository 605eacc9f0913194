"""What the console decides: plain Python without Qt, AWS libraries, files, sockets or a clock."""
