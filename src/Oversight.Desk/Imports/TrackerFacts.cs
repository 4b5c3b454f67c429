using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Imports;

/// <summary>Rows that belong together, and what they say; nothing of it is taken when one of them is refused.</summary>
internal sealed record TrackerGroup(IReadOnlyList<TrackerRowReading> Rows, IReadOnlyList<StatedFact> Facts)
{
    public bool IsRefused => Rows.Any(r => r.Refused.Count > 0);

    public void RefuseRest()
    {
        if (IsRefused)
        {
            var refused = Rows.Where(r => r.Refused.Count > 0).Select(r => r.Number).ToArray();
            foreach (var row in Rows.Where(r => r.Refused.Count == 0))
            {
                row.Refuse(null, $"belongs together with what is refused in row {string.Join(", ", refused)}");
            }
        }
    }
}

/// <summary>What the rows of each kind of tracker say.</summary>
internal sealed partial class TrackerFacts(TrackerSheet sheet, RecordAt record)
{
    private static readonly string[] OfCriterion =
    [
        "reference",
        "theme",
        "wording",
        "measure",
        "threshold",
        "evidence",
        "owner",
        "due",
        "sustainedMonths",
        "dependsOn",
        "concerns",
    ];

    public IReadOnlyList<TrackerGroup> Of(TrackerKind kind, IReadOnlyList<TrackerRowReading> rows) =>
        kind switch
        {
            TrackerKind.Segments => [.. rows.Select(Segment)],
            TrackerKind.Criteria => [.. rows.GroupBy(r => r.Needed("engagement")).Select(g => Engagement([.. g]))],
            TrackerKind.Organisations => [.. rows.GroupBy(r => r.Needed("ods")).Select(g => Organisation([.. g]))],
            _ => [.. rows.GroupBy(r => r.Needed("set")).Select(g => Undertakings([.. g]))],
        };

    private TrackerGroup Segment(TrackerRowReading row)
    {
        var ods = row.Organisation("ods");
        row.Needed("segment");
        var segment = row.WholeNumber("segment") ?? 0;
        var decision = Decided([row], row.NeededDate("effective"), row.Date("decided")) with
        {
            Rationale = row.Text("rationale"),
        };
        Event content = row.Text("publication") is { } publication
            ? new SegmentPublished(
                decision with
                {
                    Source = new Source(publication, $"{sheet.File}, {Where([row])}"),
                },
                segment,
                row.Needed("label", "is empty, but a publication states a label")
            )
            : new SegmentAssigned(decision, segment);
        return row.Refused.Count > 0 ? new([row], []) : new([row], [new(SubjectId.Of(ods), content, [row])]);
    }

    private TrackerGroup Engagement(IReadOnlyList<TrackerRowReading> rows)
    {
        var facts = new List<StatedFact>();
        if (rows[0].Taken("engagement", () => SubjectId.OfRecovery(rows[0].Needed("engagement"))) is not { } subject)
        {
            return new(rows, facts);
        }

        if (Entered(subject, rows) is { } entered)
        {
            facts.Add(entered);
        }

        foreach (var set in rows.GroupBy(r => r.Word<CriteriaPurpose>("purpose") ?? CriteriaPurpose.Exit))
        {
            // A list of criteria by member says of each member what it says of the others.
            var ofSet = set.DistinctBy(row => string.Join('\n', OfCriterion.Select(row.Text))).ToArray();
            var agreed = Common([.. set], "agreed");
            facts.Add(
                new(
                    subject,
                    new ExitCriteriaAgreed(
                        Decided(ofSet, agreed.NeededDate("agreed"), agreed.Date("decided")),
                        set.Key,
                        [.. ofSet.Select(Criterion)]
                    ),
                    ofSet
                )
            );
        }

        facts.AddRange(
            Judged<CriterionJudgement>(
                subject,
                rows,
                (row, decision, judgement) =>
                    new CriterionAssessed(
                        decision,
                        row.Needed("reference"),
                        row.Word<AssessingLevel>("level") ?? AssessingLevel.Region,
                        judgement,
                        row.Word<Confidence>("confidence")
                    )
            )
        );
        return new(rows, facts);
    }

    // What the rows do not say of an engagement that is in the record already is as recorded.
    private StatedFact? Entered(SubjectId subject, IReadOnlyList<TrackerRowReading> rows)
    {
        var (title, members, entered) = (Common(rows, "title"), Common(rows, "members"), Common(rows, "entered"));
        var target = Common(rows, "targetExit");
        if (record.TimelineOf(subject) is { } timeline && timeline.Of<RecoveryEntered>().FirstOrDefault() is { } begun)
        {
            var recorded = begun.Content;
            return new(
                subject,
                recorded with
                {
                    Decision = Decided([rows[0]], entered.Date("entered") ?? recorded.Decision.Effective, null),
                    Title = title.Text("title") ?? recorded.Title,
                    Members = MembersOf(members.Organisations("members"), recorded.Members, timeline),
                    TargetExit = TargetOf(target.Date("targetExit"), recorded.TargetExit, timeline),
                },
                [rows[0]]
            );
        }

        const string Why = "is empty, but the engagement is not in the record yet";
        members.Needed("members", Why);
        return new(
            subject,
            new RecoveryEntered(
                Decided([rows[0]], entered.NeededDate("entered", Why), null),
                title.Needed("title", Why),
                members.Organisations("members") ?? [],
                target.Date("targetExit")
            ),
            [rows[0]]
        );
    }

    // A tracker is kept up: it may name those who joined since, and the day that is aimed at now.
    private static IReadOnlyList<OdsCode> MembersOf(
        IReadOnlyList<OdsCode>? stated,
        IReadOnlyList<OdsCode> recorded,
        Timeline timeline
    )
    {
        var joined = timeline.Of<RecoveryMemberJoined>().Select(e => e.Content.Organisation);
        return stated is null || new[] { recorded, recorded.Concat(joined) }.Any(m => m.ToHashSet().SetEquals(stated))
            ? recorded
            : stated;
    }

    private static DateWithPrecision? TargetOf(
        DateWithPrecision? stated,
        DateWithPrecision? recorded,
        Timeline timeline
    ) => stated is null || timeline.Of<TargetExitRevised>().Any(e => e.Content.Target == stated) ? recorded : stated;

    private static Criterion Criterion(TrackerRowReading row) =>
        new(
            row.Needed("reference"),
            row.Needed("theme"),
            row.Needed("wording"),
            row.Text("measure"),
            row.Text("threshold"),
            row.Items("evidence"),
            row.Text("owner"),
            row.Date("due"),
            row.WholeNumber("sustainedMonths"),
            row.Organisations("dependsOn"),
            row.Organisations("concerns")
        );

    private TrackerGroup Undertakings(IReadOnlyList<TrackerRowReading> rows)
    {
        var facts = new List<StatedFact>();
        if (rows[0].Taken("set", () => SubjectId.OfUndertakings(rows[0].Needed("set"))) is not { } subject)
        {
            return new(rows, facts);
        }

        var (accepted, ods, basis) = (Common(rows, "accepted"), Common(rows, "ods"), Common(rows, "legalBasis"));
        var (test, grounds) = (Common(rows, "test"), Common(rows, "grounds"));
        var (address, withheld) = (
            Common(rows, "address").Text("address"),
            Common(rows, "withheldBecause").Text("withheldBecause")
        );
        var basisId = basis.Needed("legalBasis");
        grounds.Needed("grounds");
        facts.Add(
            new(
                subject,
                new UndertakingsAccepted(
                    Decided(rows, accepted.NeededDate("accepted"), accepted.Date("decided")),
                    ods.Organisation("ods"),
                    basisId,
                    test.Word<LegalTest>("test")
                        // What is no legal basis is refused by name when it is taken.
                        ?? LegalBasis.All.FirstOrDefault(b => b.Id == basisId)?.Test
                        ?? LegalTest.ReasonableSuspicion,
                    grounds.Items("grounds") ?? [],
                    [
                        .. rows.Select(row => new UndertakingItem(
                            row.Needed("reference"),
                            row.Needed("wording"),
                            row.Date("due"),
                            row.Text("owner")
                        )),
                    ],
                    address is null && withheld is null ? null : new Publication(address, withheld)
                ),
                rows
            )
        );
        facts.AddRange(
            Judged<ComplianceJudgement>(
                subject,
                rows,
                (row, decision, judgement) => new UndertakingJudged(decision, row.Needed("reference"), judgement)
            )
        );
        return new(rows, facts);
    }

    private IEnumerable<StatedFact> Judged<T>(
        SubjectId subject,
        IReadOnlyList<TrackerRowReading> rows,
        Func<TrackerRowReading, Decision, T, Event> judged
    )
        where T : struct, Enum
    {
        foreach (var row in rows)
        {
            if (row.Word<T>("judgement") is { } judgement)
            {
                var day = row.NeededDate("judged", "is empty, but there is a judgement");
                var decision = Decided([row], day, day) with { Rationale = row.Text("reason") };
                yield return new(subject, judged(row, decision, judgement), [row]);
            }
        }
    }

    // The row by which a field is read that is the same for all rows of a group: the first that says it.
    private static TrackerRowReading Common(IReadOnlyList<TrackerRowReading> rows, string field)
    {
        var first = rows.FirstOrDefault(r => r.Text(field) is not null) ?? rows[0];
        foreach (var row in rows)
        {
            if (row.Text(field) is { } text && text != first.Text(field))
            {
                row.Refuse(field, $"differs from row {first.Number}, which belongs together with it");
            }
        }

        return first;
    }

    private Decision Decided(
        IReadOnlyList<TrackerRowReading> rows,
        DateWithPrecision effective,
        DateWithPrecision? decided
    ) =>
        new(
            effective,
            decided ?? DateWithPrecision.Unknown,
            new DecidedBy(rows[0].Needed("body"), rows[0].Text("role"))
        )
        {
            Origin = Origin.Imported,
            Source = new Source(sheet.File, Where(rows)),
        };

    private string Where(IReadOnlyList<TrackerRowReading> rows)
    {
        var (first, last) = (rows[0].Number, rows[^1].Number);
        var numbers = first == last ? $"row {first}" : $"rows {first}-{last}";
        return sheet.Sheet is null ? numbers : $"{sheet.Sheet} {numbers}";
    }
}
