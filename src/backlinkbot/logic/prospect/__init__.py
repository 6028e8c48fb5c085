"""Who could link next: tactics, the plays of competitors, and the order by value per hour."""
