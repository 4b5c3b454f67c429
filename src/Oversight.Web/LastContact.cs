namespace Oversight.Web;

/// <summary>
/// For one request: when the database last answered, where it is away and the answer is computed from what had been read by then. Answers
/// and pages say so.
/// </summary>
public sealed class LastContact
{
    /// <summary>The header that says it.</summary>
    public const string Header = "Oversight-Last-Contact";

    /// <summary>When it last answered; null when it answers.</summary>
    public DateTimeOffset? At { get; set; }
}
