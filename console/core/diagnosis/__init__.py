"""What errors mean: the catalogue of causes and the classifier that asks it."""
