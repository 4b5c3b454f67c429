using System.Security.Cryptography;
using Oversight.Record.Authority;
using Oversight.Record.Corrections;

namespace Oversight.Record.Catalogue;

/// <summary>
/// A decision that somebody asks to have logged, as it could be recorded as far as that can be told without the record: people's names
/// are taken out, texts and lengths are checked. What else there is to decide about it, the rules say.
/// </summary>
public sealed class LogDecision
{
    private readonly List<PersonCommitment> people = [];
    private readonly List<(string Id, string Field)> given = [];
    private readonly Lazy<string> withoutPeople;

    /// <summary>Takes what a caller asks for.</summary>
    /// <param name="subject">What it is about, and so the stream that it writes.</param>
    /// <param name="content">What is to be recorded; people by their names, or by the ids that earlier entries about the subject have.</param>
    /// <exception cref="BadInputException">A field cannot be recorded as it stands.</exception>
    public LogDecision(SubjectId subject, Event content)
    {
        var kind = content.KindOfEvent();
        if (!kind.About.HasFlag(subject.Kind))
        {
            throw new BadInputException("subject", $"{kind.Name} cannot be recorded about {subject}.");
        }

        Subject = subject;
        var isAsGiven = true;
        var committed = content.WithPeople(
            (person, field) =>
            {
                var commitment = Commit(person, field);
                isAsGiven &= commitment == person;
                return commitment;
            }
        );
        Asked = isAsGiven ? content : committed;
        Asked.CheckInput();
        withoutPeople = new(() => EventCatalogue.Write(Asked.WithoutPeople()));
    }

    /// <summary>What it is about, and so the stream that it writes.</summary>
    public SubjectId Subject { get; }

    /// <summary>What is to be recorded.</summary>
    public Event Asked { get; }

    /// <summary>One commitment for each name that was taken out.</summary>
    public IReadOnlyList<PersonCommitment> People => people;

    /// <summary>What is to be recorded as JSON, without its people: it can be compared after a name was erased, and cannot be guessed at.</summary>
    public string WithoutPeople => withoutPeople.Value;

    /// <summary>The event to record in this situation.</summary>
    /// <exception cref="BadInputException">It does not fit its subject, or names what the record does not know.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    /// <exception cref="RuleRefusedException">A rule refuses it.</exception>
    public Event Decide(Situation situation)
    {
        var content = ReadIn(situation);
        situation.Accept(content);
        return content;
    }

    /// <summary>The event that would be recorded in this situation, and every rule that it would break.</summary>
    /// <exception cref="BadInputException">It does not fit its subject, or names what the record does not know.</exception>
    /// <exception cref="UnknownSubjectException">It is about something that is not in the record.</exception>
    public (Event Content, IReadOnlyList<Breach> Breaches) Judge(Situation situation)
    {
        var content = ReadIn(situation);
        return (content, [.. situation.Breaches(content)]);
    }

    private Event ReadIn(Situation situation)
    {
        // An entry that began its subject may be corrected even after it was retracted.
        if (!Asked.KindOfEvent().Begins && Asked is not (EntryCorrected or EntryRetracted))
        {
            situation.MustHaveBegun();
        }

        var content = INamesOpenEntry.NameIn(situation.Timeline, Asked);
        var stated = content is EntryCorrected correction ? correction.Replacement : content;
        if (stated is IBeginsNamed named && named.Begins() is var (begun, field) && begun != Subject)
        {
            throw new BadInputException(field, $"must be {Subject.Id}, as in the subject that it is about.");
        }

        KnownToTheRecord.Check(content, situation);
        MustHaveIds(situation.Timeline);
        return content;
    }

    // With an id from elsewhere one subject's redaction would take the name that another's entry has, and which may be held there.
    private void MustHaveIds(Timeline timeline)
    {
        if (given.Count == 0)
        {
            return;
        }

        var known = timeline.Recorded.SelectMany(entry => entry.Event.People()).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, field) in given)
        {
            if (!known.Contains(id))
            {
                throw new BadInputException(
                    field,
                    $"is the id of a person, and no earlier entry about {Subject} has it: give the name."
                );
            }
        }
    }

    private string? Commit(string? person, string field)
    {
        if (BadInputException.OptionalText(person, field, 200) is not { } name)
        {
            return null;
        }

        if (PersonCommitment.IsId(name))
        {
            given.Add((name, field));
            return name;
        }

        var commitment = PersonCommitment.To(name, RandomNumberGenerator.GetBytes(16));
        people.Add(commitment);
        return commitment.Id;
    }
}

/// <summary>A decision is about something that is not in the record.</summary>
/// <param name="subject">What was not found.</param>
public sealed class UnknownSubjectException(SubjectId subject)
    : Exception($"{subject} is not in the record: register it first, or check the code.")
{
    /// <summary>What was not found.</summary>
    public SubjectId Subject { get; } = subject;
}
