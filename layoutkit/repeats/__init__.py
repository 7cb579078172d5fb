"""What is known about repeats: texts compared, runs, near copies, loops, tears, and the cuts."""
