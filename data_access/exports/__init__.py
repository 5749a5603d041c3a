"""What leaves the house: json, csv, xlsx."""
