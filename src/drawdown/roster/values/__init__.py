"""What a cell says: dates in any form, and text that means nothing."""
