"""The first page of the offices: who is signed in, with which offices of today. The to-dos come with the stages."""
