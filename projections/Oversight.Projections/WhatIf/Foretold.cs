using Oversight.Projections.Compare;
using Oversight.Projections.Status;
using Oversight.Record.Organisations;

namespace Oversight.Projections.WhatIf;

/// <summary>One thing that would be otherwise.</summary>
/// <param name="What">What it is, such as Segment.</param>
/// <param name="Title">What it is called; absent where there is only one of it.</param>
/// <param name="Aspects">What of it would differ: what is said of it now, and what would be.</param>
public sealed record ForetoldDifference(string What, string? Title, IReadOnlyList<DifferentAspect> Aspects);

/// <summary>An organisation of which something would be otherwise.</summary>
/// <param name="Ods">Its ODS code.</param>
/// <param name="Name">Its name on the day.</param>
/// <param name="Region">The code of its region.</param>
/// <param name="Differences">What would differ.</param>
public sealed record ForetoldOrganisation(
    OdsCode Ods,
    string Name,
    string? Region,
    IReadOnlyList<ForetoldDifference> Differences
);

/// <summary>What would be otherwise on a day, beside the record as it is: only of those whom it can touch is anything computed.</summary>
public static class Foretold
{
    /// <summary>The organisations of which something would be otherwise, by name.</summary>
    /// <param name="record">The record as it is.</param>
    /// <param name="supposed">The same as it would be.</param>
    /// <param name="day">The day.</param>
    /// <param name="about">The subjects that would have more entries; null where everything may be otherwise: then of whoever exists on the day.</param>
    public static IReadOnlyList<ForetoldOrganisation> Between(
        RecordAt record,
        RecordAt supposed,
        DateOnly day,
        IReadOnlyCollection<SubjectId>? about
    )
    {
        var (then, would) = (record.Noting(null), supposed.Noting(null));
        HashSet<OdsCode> touched = about is null
            ? [.. would.Organisations]
            : [.. new[] { then, would }.SelectMany(one => about.SelectMany(subject => Touched(one, subject, day)))];
        if (touched.Count == 0)
        {
            return [];
        }

        if (about is not null)
        {
            (then, would) = (then.ListingAbout(touched), would.ListingAbout(touched));
        }

        var (before, after) =
            about is null && would.DiffersInFrameworksAlone
                ? Position.ByFrameworks(then, would, day, touched)
                : (Position.Of(then, day, touched), Position.Of(would, day, touched));
        ForetoldOrganisation[] foretold =
        [
            .. from ods in touched
            let differences = Position
                .Between(before, after, ods)
                .Select(one => new ForetoldDifference(
                    one.Key.List.What,
                    one.Key.List.TitleOf((one.After ?? one.Before)!.Row),
                    one.Key.List.AspectsOf(one.Before, one.After)
                ))
                .ToArray()
            where differences.Length > 0 && (about is not null || Exists(then, ods, day) || Exists(would, ods, day))
            let name = would.NameOf(ods, day)
            orderby name, ods
            select new ForetoldOrganisation(ods, name, would.RegistrationOf(ods)?.Region, differences),
        ];
        record.Note(foretold.SelectMany(one => record.SubjectsAbout([one.Ods])));
        return foretold;
    }

    private static bool Exists(RecordAt record, OdsCode ods, DateOnly day) =>
        OrganisationStatus.ExistenceOn(record, ods, day)
            is { Existence.State: ExistenceState.Exists or ExistenceState.Uncertain };

    // The organisation itself, whom the subject names, and their systems, trusts, predecessors and successors.
    private static IEnumerable<OdsCode> Touched(RecordAt record, SubjectId subject, DateOnly on)
    {
        if (record.TimelineOf(subject) is not { } timeline)
        {
            return [];
        }

        OdsCode[] named = [.. timeline.OrganisationsNamed, .. subject.Organisation is { } own ? new[] { own } : []];
        return
        [
            .. named,
            .. named.SelectMany(ods => record.SystemOf(ods, on).Systems),
            .. named.SelectMany(ods => record.TrustsOfSystem(ods, on)).Select(trust => trust.Organisation),
            .. named.SelectMany(record.PredecessorsOf).Select(before => before.Predecessor),
            .. named
                .Select(record.TimelineOf)
                .OfType<Timeline>()
                .SelectMany(one => one.Of<OrganisationSucceeded>())
                .SelectMany(end => end.Content.Successors)
                .Select(successor => successor.Organisation),
        ];
    }
}
