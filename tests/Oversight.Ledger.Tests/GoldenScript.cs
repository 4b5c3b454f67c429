using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Ledger.Tests;

/// <summary>
/// The same decisions for every version of Marten, with every kind of event. What they store is the same but for what cannot be: ids of entries,
/// salted ids of people, times, and the folder of the program in which a type is.
/// </summary>
internal static class GoldenScript
{
    /// <summary>The stored rows without those, in order, to compare.</summary>
    public const string Rows = """
        select format('stream %s type %s version %s tenant %s archived %s', id, type, version, tenant_id, is_archived)
        from oversight.mt_streams where id <> 'mt_tombstone'
        union all
        select format('%s %s/%s %s (%s) correlation %s causation %s by %s headers %s binary %s tenant %s archived %s data %s',
            lpad(p.place::text, 4, '0'), e.stream_id, e.version, e.type, regexp_replace(e.mt_dotnet_type, '^Oversight[.]Record[.][A-Z][a-z]+[.]', ''), e.correlation_id, e.causation_id, e.user_name,
            coalesce(e.headers::text, 'NULL'), coalesce(e.bdata::text, 'NULL'), e.tenant_id, e.is_archived,
            regexp_replace(
                coalesce((
                    select replace(e.data::text, t.id::text, 'entry at place ' || t.place)
                    from ledger.place t where strpos(e.data::text, t.id::text) > 0), e.data::text),
                'person:[0-9a-f]{64}', 'person', 'g'))
        from oversight.mt_events e join ledger.place p on p.seq_id = e.seq_id
        union all
        select format('key %s of %s: %s', i.key, i.subject, (select array_agg(p.place order by p.place) from ledger.place p where p.id = any(i.entry_ids)))
        from ledger.idempotency i
        union all
        select format('person %s', name) from ledger.person
        """;

    /// <summary>Logs them.</summary>
    public static async Task LogAsync(OpenedRecord opened)
    {
        var by = new LoggedBy("user:golden", Grants.OfTheProgram, "trace-golden");
        await DecideAsync(Decisions.Framework());
        await DecideAsync(Decisions.Register("RAA"));
        await DecideAsync(Decisions.Register("RBB"));
        await DecideAsync(Decisions.Register("RCC"));
        var assigned = await opened.Desk.LogAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new SegmentAssigned(Decisions.Decided("2024-05-01", Decisions.Person), 3)
            ),
            1,
            by with
            {
                IdempotencyKey = "golden-1",
            },
            CancellationToken.None
        );
        await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new SegmentReviewed(Decisions.Decided("2024-08-01"), 3, DateWithPrecision.Parse("2024-11-01"))
            )
        );
        await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RBB")),
                new SegmentPublished(Sourced("2023/24"), 2, "Segment 2 – \"targeted\"")
            )
        );
        await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RBB")),
                new AnnualAssessmentPublished(
                    Sourced("2023/24"),
                    [new AssessedArea("System leadership", "Line one.\nLine two: 50% < 60% & rising.", "1-2")]
                )
            )
        );
        var correction = await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new EntryCorrected(
                    Decisions.Decided("2024-09-01"),
                    assigned.Entries[0].Id,
                    new SegmentAssigned(Decisions.Decided("2024-04-30"), 2)
                )
            )
        );
        await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new OrganisationSucceeded(
                    Decisions.Decided("2026-04-01"),
                    [new Successor(Decisions.Ods("RCC"), default)]
                )
            )
        );
        await DecideAsync(
            new LogDecision(
                SubjectId.Of(Decisions.Ods("RAA")),
                new EntryRetracted(Decisions.Decided("2024-09-02"), correction.Entries[0].Id)
            )
        );
        // Several streams together, an existing and a new one.
        var draft = new Draft(await opened.NowAsync(), TimeProvider.System.GetUtcNow(), "alex");
        draft.Take(Decisions.Register("RDD"));
        draft.Take(Decisions.Assign("RDD", 1));
        draft.Take(Decisions.Assign("RBB", 1, "2024-06-01"));
        await opened.Desk.LogAsync(draft, by with { IdempotencyKey = "golden-2", CorrelationId = null });

        await Lifecycle.LogAsync(async command =>
        {
            var receipt = await opened.Desk.LogAsync(
                command,
                (await opened.NowAsync()).TimelineOf(command.Subject)?.Version ?? 0,
                by,
                CancellationToken.None
            );
            return receipt.Entries[0].Id;
        });

        Task<Receipt> DecideAsync(LogDecision command) => opened.LogAsync(command, by);
    }

    private static Decision Sourced(string period) =>
        Decisions.Decided("2024-07-25") with
        {
            Effective = DateWithPrecision.Parse(period),
            Source = new Source("PRN01455", "lines 18-18"),
            Origin = Origin.Imported,
        };
}
