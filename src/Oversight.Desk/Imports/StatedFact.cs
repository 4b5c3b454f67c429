using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Imports;

/// <summary>Something that rows of a tracker say.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Content">What they say.</param>
/// <param name="Rows">The rows; of a set, one for each of its items in order.</param>
internal sealed record StatedFact(SubjectId Subject, Event Content, IReadOnlyList<TrackerRowReading> Rows)
{
    /// <summary>
    /// What would be recorded if the rows were right, beside what is: how it came into the record, and what the rows do not say,
    /// is as recorded. The two are the same when the rows say nothing else than the record.
    /// </summary>
    public (Event Stated, Event Recorded) Beside(Event recorded)
    {
        // A refreshed set says what a first one says, and besides which set it replaces.
        var counterpart = recorded is ExitCriteriaRefreshed refreshed
            ? new ExitCriteriaAgreed(refreshed.Decision, refreshed.Purpose, refreshed.Criteria)
            : recorded;
        var decision = Beside(recorded.Decision);
        Event stated = (Content, counterpart) switch
        {
            (ExitCriteriaAgreed set, ExitCriteriaAgreed other) => set with
            {
                Decision = decision,
                Criteria = InOrder(set.Criteria, other.Criteria, c => c.Reference, Beside),
            },
            (CriterionAssessed rating, CriterionAssessed other) => rating with
            {
                Decision = decision,
                Confidence = rating.Confidence ?? other.Confidence,
                Wording = other.Wording,
            },
            (UndertakingsAccepted set, UndertakingsAccepted other) => set with
            {
                Decision = decision,
                Test = Says("test") ? set.Test : other.Test,
                Items = InOrder(set.Items, other.Items, i => i.Reference, Beside),
                Publication = set.Publication ?? other.Publication,
            },
            (OrganisationRegistered organisation, OrganisationRegistered other) => organisation with
            {
                Decision = decision,
                // Names that the rows do not say are known all the same.
                AlsoKnownAs = (organisation.AlsoKnownAs ?? [])
                    .Except(other.AlsoKnownAs ?? [], StringComparer.Ordinal)
                    .Any()
                    ? organisation.AlsoKnownAs
                    : other.AlsoKnownAs,
            },
            (OrganisationSucceeded end, OrganisationSucceeded other) => end with
            {
                Decision = decision,
                Successors = other.Successors,
            },
            _ => Content with { Decision = decision },
        };
        return (stated, counterpart);
    }

    private Decision Beside(Decision recorded)
    {
        var stated = Content.Decision;
        // Of a judgement the rows say when it was made, and nothing apart from that of when it was decided.
        var saysDecided = Says("decided") && Content is not (IRatesCriterion or IAboutUndertaking);
        return recorded with
        {
            Effective = stated.Effective,
            Decided = saysDecided ? stated.Decided : recorded.Decided,
            DecidedBy = recorded.DecidedBy with
            {
                Body = Says("body") ? stated.DecidedBy.Body : recorded.DecidedBy.Body,
                Role = stated.DecidedBy.Role ?? recorded.DecidedBy.Role,
            },
            Rationale = stated.Rationale ?? recorded.Rationale,
        };
    }

    private Criterion Beside(Criterion stated, Criterion recorded) =>
        stated with
        {
            Measure = CanSay("measure") ? stated.Measure : recorded.Measure,
            Threshold = CanSay("threshold") ? stated.Threshold : recorded.Threshold,
            EvidenceWanted = CanSay("evidence") ? stated.EvidenceWanted : recorded.EvidenceWanted,
            Owner = CanSay("owner") ? stated.Owner : recorded.Owner,
            Due = CanSay("due") ? stated.Due : recorded.Due,
            SustainedMonths = CanSay("sustainedMonths") ? stated.SustainedMonths : recorded.SustainedMonths,
            DependsOn = CanSay("dependsOn") ? stated.DependsOn : recorded.DependsOn,
            Members = CanSay("concerns") ? stated.Members : recorded.Members,
        };

    private UndertakingItem Beside(UndertakingItem stated, UndertakingItem recorded) =>
        stated with
        {
            Due = CanSay("due") ? stated.Due : recorded.Due,
            Owner = CanSay("owner") ? stated.Owner : recorded.Owner,
        };

    // The order of a tracker's rows says nothing.
    private static List<T> InOrder<T>(
        IReadOnlyList<T> stated,
        IReadOnlyList<T> recorded,
        Func<T, string> reference,
        Func<T, T, T> beside
    )
        where T : class
    {
        var order = recorded.Select(reference).ToList();
        return
        [
            .. stated
                .OrderBy(item => order.IndexOf(reference(item)) is var at and >= 0 ? at : int.MaxValue)
                .Select(item =>
                    recorded.FirstOrDefault(r => reference(r) == reference(item)) is { } other
                        ? beside(item, other)
                        : item
                ),
        ];
    }

    private bool Says(string field) => Rows.Any(row => row.HasValue(field));

    private bool CanSay(string field) => Rows[0].CanSay(field);
}
