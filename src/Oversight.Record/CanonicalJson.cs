namespace Oversight.Record;

/// <summary>Placeholder until the ledger's branch lands.</summary>
public static class CanonicalJson;
