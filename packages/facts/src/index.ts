/** Facts: what the alliance states, byte for byte. Each room's facts are named here, and printed as RFC 8785 JSON. */
