namespace Oversight.Record.Evidence;

/// <summary>An event about evidence that was submitted before.</summary>
public interface IAboutEvidence
{
    /// <summary>The id of the entry by which it was submitted.</summary>
    Guid Evidence { get; }
}
