using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Timelines;

namespace Oversight.Record.Tests.Given;

/// <summary>
/// A record told entry by entry, with a clock that stands at noon on 10 May 2024 and moves one minute with each entry.
/// Entries are stored as they are told, whatever the rules say; only <see cref="Decide"/> asks the rules.
/// </summary>
internal sealed class SmallRecord : IBelievedRecord
{
    private readonly List<Entry> entries = [];

    /// <summary>All entries, by place.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>When the next entry is recorded.</summary>
    public DateTimeOffset Now => new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(entries.Count);

    /// <summary>The id of the last entry told.</summary>
    public Guid Last => entries[^1].Id;

    /// <summary>Nothing is recorded.</summary>
    public static SmallRecord Empty() => new();

    /// <summary>A framework in force since 2021, and an ICB established on 1 July 2022.</summary>
    public static SmallRecord OfAnIcb() =>
        Empty()
            .Told("nof-2021-22", Sample.Framework("nof-2021-22", "2021-04-01"))
            .Told(Sample.Icb, Sample.Registered(Sample.Icb));

    /// <summary>The id of the entry at a place.</summary>
    public static Guid IdAt(long place) => new((int)place + 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);

    public SmallRecord Told(OdsCode organisation, params Event[] contents) =>
        Told(SubjectId.Of(organisation), contents);

    public SmallRecord Told(string framework, params Event[] contents) =>
        Told(SubjectId.OfFramework(framework), contents);

    public SmallRecord Told(SubjectId subject, params Event[] contents) => ToldBy("alex", subject, contents);

    /// <summary>Told by another signed-in subject than alex, who also logs what is asked for.</summary>
    public SmallRecord ToldBy(string who, SubjectId subject, params Event[] contents)
    {
        foreach (var content in contents)
        {
            var version = 1 + entries.Count(e => e.Subject == subject);
            entries.Add(new(entries.Count, IdAt(entries.Count), subject, version, Now, who, content));
        }

        return this;
    }

    public Timeline Timeline(SubjectId subject) =>
        Record.Timelines.Timeline.Fold(subject, [.. entries.Where(e => e.Subject == subject)]);

    public Timeline Timeline(OdsCode organisation) => Timeline(SubjectId.Of(organisation));

    /// <summary>What a decision about that subject is judged by, now.</summary>
    public Situation Situation(SubjectId subject) => new(Timeline(subject), this, Now, "alex");

    /// <inheritdoc/>
    public FrameworksInForce Frameworks =>
        new(entries.Select(e => e.Subject).Where(s => s.Framework is not null).Distinct().Select(Timeline));

    /// <inheritdoc/>
    public Timeline? TimelineOf(SubjectId subject) => entries.Any(e => e.Subject == subject) ? Timeline(subject) : null;

    /// <inheritdoc/>
    public IEnumerable<Timeline> Naming(OdsCode organisation) =>
        entries
            .Where(e => e.Subject.Organisation is null && e.Event.OrganisationsNamed().Contains(organisation))
            .Select(e => e.Subject)
            .Distinct()
            .Select(Timeline);

    /// <summary>The rules that entries about a subject break, with the entry.</summary>
    public IReadOnlyList<(string Rule, Guid Entry)> Findings(SubjectId subject) =>
        [.. Situation(subject).Findings().Select(f => (f.Rule, f.Entry))];

    public IReadOnlyList<(string Rule, Guid Entry)> Findings(OdsCode organisation) =>
        Findings(SubjectId.Of(organisation));

    /// <summary>Asks for a decision; the event to record.</summary>
    public Event Decide(LogDecision command) => command.Decide(Situation(command.Subject));

    /// <summary>When the command is asked for, exactly this content is to be recorded.</summary>
    public void Accepts(LogDecision command, Event content) => Assert.Equal(content, Decide(command));

    /// <summary>When the command is asked for, that rule refuses it.</summary>
    public RuleRefusedException Refuses(LogDecision command, string rule)
    {
        var refusal = Assert.Throws<RuleRefusedException>(() => Decide(command));
        Assert.Equal(rule, refusal.Rule.Name);
        return refusal;
    }

    /// <summary>When the command is asked for, that field is at fault.</summary>
    public void FindsFault(Func<LogDecision> command, string field) =>
        Assert.Equal(field, Assert.Throws<BadInputException>(() => Decide(command())).Field);

    /// <summary>When the command is asked for, its subject is not in the record.</summary>
    public void DoesNotKnow(LogDecision command) =>
        Assert.Equal(command.Subject, Assert.Throws<UnknownSubjectException>(() => Decide(command)).Subject);
}
