"""Cases: the order, the record in the database, and findings kept while they hold."""
