using Oversight.Projections.Support;
using Oversight.Record.Organisations;
using Oversight.Record.Support;

namespace Oversight.Projections.Registers;

/// <summary>
/// All support that was set or published by the day: one row for each organisation, kind and programme. What is for a whole system stands with
/// its ICB, what is for named trusts with each of them.
/// </summary>
internal sealed class SupportRow(RecordAt record, SupportOnDay support, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "support",
            "Support",
            "ods, name, concerns, kind, programme, tier, state, text, since, expectedExit, decidedBy",
            On,
            MayBeMissing.Support,
            MayBeMissing.TierSupport
        );

    /// <summary>The organisation that it is for; of a whole system, its ICB.</summary>
    [Heading("ODS")]
    public OdsCode Ods => support.With;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(Ods);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([Ods]);

    /// <summary>Whether it is for that organisation alone, or for its whole system.</summary>
    [Heading("For")]
    public Concerning Concerns => support.For is null ? Concerning.System : Concerning.Organisation;

    /// <summary>The organisation that it is recorded about: an ICB where it is for its system, or for trusts of that.</summary>
    public OdsCode RecordedAbout => support.RecordedAbout;

    /// <summary>What it is.</summary>
    public SupportKind Kind => support.Kind;

    /// <summary>What it is called, where it is of another kind.</summary>
    public string? Called => support.Called;

    /// <summary>Of which programme; empty where that is not stated.</summary>
    public SupportProgramme? Programme => support.Programme;

    /// <summary>In which tier, 1 being the most intensive; empty where that is not stated, or uncertain.</summary>
    public int? Tier => support.Tier;

    /// <summary>What can be said about it.</summary>
    [Heading("Certainty")]
    public SupportState State => support.State;

    /// <summary>Whether the last that is known is that it was withdrawn.</summary>
    [Heading("Over")]
    public bool IsOver => support.IsOver;

    /// <summary>The answer in one line.</summary>
    [Heading("In words")]
    public string Text => support.Text;

    /// <summary>Since when it is in place, or for which period that is published.</summary>
    public DateWithPrecision? Since => support.Since;

    /// <summary>By when it is expected to end; empty where that is not stated.</summary>
    public DateWithPrecision? ExpectedExit => support.ExpectedExit?.By;

    /// <summary>Days to the latest day of that; negative when it has passed.</summary>
    [Heading("Days to exit")]
    public int? ExitDaysLeft => support.ExpectedExit?.DaysLeft;

    /// <summary>Whether it was said that it is expected to end, with or without a date.</summary>
    public bool ExitIsExpected => support.ExpectedExit is not null;

    /// <summary>What it is given on condition of.</summary>
    public IEnumerable<string> Conditions => support.Conditions;

    /// <summary>The bodies that decided, and the roles in which they did.</summary>
    public IEnumerable<string> DecidedBy => support.StatedBy.Select(s => Said.By(s.DecidedBy)).Distinct();

    /// <summary>The persons who decided.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> DecidedByPerson => support.StatedBy.Select(s => s.DecidedBy.Person).Distinct();

    /// <summary>Why it was decided.</summary>
    [Heading("Why")]
    public IEnumerable<string> Rationale => support.StatedBy.Select(s => s.Rationale).OfType<string>().Distinct();

    /// <summary>The publication that states it.</summary>
    public IEnumerable<string> Source => support.StatedBy.Select(s => Said.In(s.Source)).OfType<string>().Distinct();

    protected override Basis Basis =>
        new(
            support.StatedBy.Select(s => s.Entry).Concat(support.ExpectedExit is { } exit ? [exit.Said.Entry] : []),
            new[] { AnswerRules.SupportByDates, AnswerRules.SupportPublished }.Where(rule => rule.Name == support.Rule),
            Said.Framework(record, on)
        );

    private static IEnumerable<SupportRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        from support in SupportOnDay.On(day, record.TimelineOf(ods)!)
        select new SupportRow(record, support, day);
}
