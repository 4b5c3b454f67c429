using Oversight.Projections.Status;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Registers;

/// <summary>Every segment that was proposed for an organisation by the day, and that nobody has agreed or declined.</summary>
internal sealed class ProposalRow(RecordAt record, OdsCode ods, OpenProposal proposal, DateOnly on) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "proposals",
            "Segments proposed",
            "ods, name, segment, effective, proposed, daysWaiting, proposedBy, rationale, entry",
            On,
            MayBeMissing.Proposal
        );

    /// <summary>The organisation's ODS code.</summary>
    [Heading("ODS")]
    public OdsCode Ods => ods;

    /// <summary>Its name.</summary>
    [Heading("Organisation")]
    public string Name => record.NameOf(ods, on);

    /// <summary>The code of its region.</summary>
    public IEnumerable<string> Region => record.RegionsOf([ods]);

    /// <summary>The segment that is proposed.</summary>
    public int Segment => proposal.Segment;

    /// <summary>From when it is to hold.</summary>
    [Heading("To hold from")]
    public DateWithPrecision Effective => proposal.Effective;

    /// <summary>When it was proposed.</summary>
    public DateWithPrecision Proposed => proposal.Proposed;

    /// <summary>Days from the latest day of that.</summary>
    public int? DaysWaiting => Said.Days(proposal.Proposed, on);

    /// <summary>The body that proposed it, and the role.</summary>
    public string ProposedBy => Said.By(proposal.DecidedBy);

    /// <summary>The person who proposed it.</summary>
    [Heading("Person"), People]
    public IEnumerable<string?> ProposedByPerson => [proposal.DecidedBy.Person];

    /// <summary>Why.</summary>
    [Heading("Why")]
    public string? Rationale => proposal.Rationale;

    /// <summary>The entry that proposes it.</summary>
    public Guid Entry => proposal.Entry.Id;

    protected override Basis Basis =>
        new([proposal.Entry], [AnswerRules.DecisionAsBelieved], Said.Framework(record, on));

    // Of a body that has ended nobody agrees a segment any more.
    private static IEnumerable<ProposalRow> On(RecordAt record, DateOnly day) =>
        from ods in record.Organisations
        let timeline = record.TimelineOf(ods)!
        where !timeline.Of<OrganisationSucceeded>().Any(e => e.Effective.IsCertainBy(day))
        from proposal in OpenProposal.On(timeline, day)
        select new ProposalRow(record, ods, proposal, day);
}
