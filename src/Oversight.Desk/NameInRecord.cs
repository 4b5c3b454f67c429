using System.Text.RegularExpressions;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Retention;

namespace Oversight.Desk;

/// <summary>
/// Where the record has a person's name: the same name has another id in each entry, and several where an entry has it more than once.
/// </summary>
/// <param name="Name">The name, as it is asked for.</param>
/// <param name="Subjects">The subjects whose entries have it, in the order of their streams.</param>
public sealed partial record NameInRecord(string Name, IReadOnlyList<NamedInSubject> Subjects)
{
    // An entry is no list without end; each takes those before it into account.
    private const int MostInAnEntry = 200;

    /// <summary>How many entries have it.</summary>
    public int Entries => Subjects.Sum(subject => subject.Entries.Count);

    /// <summary>Looks for a name: exactly as it was written, in whichever of Unicode's forms; other spellings are other names.</summary>
    /// <param name="store">Where the names are kept.</param>
    /// <param name="record">The whole record.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadInputException">It is empty, or an id.</exception>
    public static async Task<NameInRecord> FindAsync(
        RecordStore store,
        RecordAt record,
        string name,
        CancellationToken cancellation
    )
    {
        name = BadInputException.Text(name, "name", 200);
        if (PersonCommitment.IsId(name))
        {
            throw new BadInputException("name", "is an id: give the name that stands behind it.");
        }

        var ids = (await store.PeopleCalledAsync(name, cancellation)).ToHashSet(StringComparer.Ordinal);
        return new(
            name,
            [
                .. from subject in record.Subjects
                orderby subject.Value
                let found = NamedInSubject.In(record.TimelineOf(subject)!, ids)
                where found.Entries.Count > 0
                select found,
            ]
        );
    }

    /// <summary>Its redaction wherever it stands: an entry about each subject, to be logged all or none.</summary>
    /// <param name="record">The whole record.</param>
    /// <param name="now">When it is logged.</param>
    /// <param name="loggedBy">Who logs it.</param>
    /// <param name="decision">What all of them have in common.</param>
    /// <param name="ground">The ground.</param>
    /// <param name="reference">By what that is known.</param>
    /// <exception cref="BadInputException">What is to be said of it holds the name, or cannot be recorded.</exception>
    /// <exception cref="RuleRefusedException">A rule refuses one of them, such as a retention hold's.</exception>
    public Draft Redact(
        RecordAt record,
        DateTimeOffset now,
        string loggedBy,
        Decision decision,
        RedactionGround ground,
        string? reference
    )
    {
        MustNotHold(decision.DecidedBy.Person, "decision.decidedBy.person");
        MustNotHold(decision.DecidedBy.Role, "decision.decidedBy.role");
        MustNotHold(decision.Rationale, "decision.rationale");
        MustNotHold(reference, "reference");
        var draft = new Draft(record, now, loggedBy);
        foreach (var subject in Subjects)
        {
            foreach (var names in subject.Names.Chunk(MostInAnEntry))
            {
                draft.Take(new LogDecision(subject.Subject, new PersonRedacted(decision, names, ground, reference)));
            }
        }

        return draft;
    }

    // As ledger.says_name, which looks through everything else that the entry says.
    private static bool Says(string text, string name) =>
        WordsIn(name) is { Length: > 2 } words
            ? WordsIn(text).Contains(words, StringComparison.Ordinal)
            : text.Normalize().Contains(name.Normalize(), StringComparison.Ordinal);

    private static string WordsIn(string text) =>
        $" {BetweenWords().Replace(text.Normalize().ToLowerInvariant(), " ").Trim()} ";

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex BetweenWords();

    private void MustNotHold(string? text, string field)
    {
        if (text is not null && Says(text, Name))
        {
            throw new BadInputException(
                field,
                "holds the name that is to be redacted: say it without, since what an entry says stays for ever."
            );
        }
    }
}

/// <summary>The entries of a subject that have a person's name.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Entries">The entries, in the order of their places; what was corrected or retracted since has the name all the same.</param>
/// <param name="Names">The ids under which they have it.</param>
public sealed record NamedInSubject(SubjectId Subject, IReadOnlyList<Entry> Entries, IReadOnlyList<string> Names)
{
    internal static NamedInSubject In(Timeline timeline, IReadOnlySet<string> ids)
    {
        var entries = timeline
            .Recorded.Select(entry => (Entry: entry, Names: entry.Event.People().Where(ids.Contains).ToArray()))
            .Where(entry => entry.Names.Length > 0)
            .ToArray();
        return new(
            timeline.Subject,
            [.. entries.Select(entry => entry.Entry)],
            [.. entries.SelectMany(entry => entry.Names).Distinct()]
        );
    }
}
