"""The demonstration bureau 示例县: invented filings with planted faults, made the same way every time."""
