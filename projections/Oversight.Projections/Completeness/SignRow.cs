using Oversight.Projections.Registers;

namespace Oversight.Projections.Completeness;

/// <summary>Signs that the record may lack something, one row for each kind: what was looked for, what came of it, and what that does not show.</summary>
internal sealed class SignRow(CompletenessSign sign) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "completeness",
            "What the record may lack",
            "title, found",
            static (_, _) => Array.Empty<SignRow>()
        );

    /// <summary>Its stable name.</summary>
    public string Kind => sign.Kind;

    /// <summary>What was looked for.</summary>
    [Heading("Looked for")]
    public string Title => sign.Title;

    /// <summary>How many were found.</summary>
    public int Found => sign.Found.Count;

    /// <summary>Among how many.</summary>
    [Heading("Looked at")]
    public int LookedAt => sign.LookedAt.Count;

    /// <summary>Of how many of these the record does not say; empty where it always does.</summary>
    [Heading("Not stated of")]
    public int? Unknown => sign.Unknown?.Count;

    /// <summary>What came of it, in a sentence.</summary>
    public string Says => sign.Says;

    /// <summary>From when on it is told.</summary>
    [Heading("Told from")]
    public string Threshold => sign.Threshold;

    /// <summary>Why from there.</summary>
    [Heading("Why from there")]
    public string Source => sign.Source;

    /// <summary>What it does not show.</summary>
    public string DoesNotShow => sign.DoesNotShow;

    /// <summary>What the record does not state and there might be more of.</summary>
    [Heading("Not stated")]
    public IEnumerable<string> Missing => sign.Found.NotStated.Select(missing => missing.Sentence);

    protected override Basis Basis => new(sign.Found.Rows.SelectMany(row => row.RestsOn), [], null);
}
