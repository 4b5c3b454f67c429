namespace Oversight.Record.Telling;

/// <summary>An event by which organisations were told what another entry of the stream says.</summary>
public interface ITells : IBearsOnShowing
{
    /// <summary>What was told, and to whom; null where it names nothing that could have been told.</summary>
    /// <param name="timeline">The timeline of its subject.</param>
    /// <param name="place">The place at which it was recorded.</param>
    Told? In(Timeline timeline, long place);
}

/// <summary>What organisations were told: an entry, as it was believed at some moment.</summary>
/// <param name="Entry">The id of the entry.</param>
/// <param name="Before">The place before which the record stood so: its content is the one believed then.</param>
/// <param name="To">Who was told, by ODS code or id of a body.</param>
public sealed record Told(Guid Entry, long Before, IReadOnlyList<string> To);

/// <summary>An event that answers what an organisation said: whoever said it sees the answer at once.</summary>
public interface IAnswersOrganisation : IBearsOnShowing
{
    /// <summary>The entry that is answered.</summary>
    Guid Answered { get; }
}
