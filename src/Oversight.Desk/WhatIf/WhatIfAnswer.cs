using Oversight.Projections.Timelines;
using Oversight.Projections.WhatIf;
using Oversight.Proofs.Checkpoints;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.WhatIf;

/// <summary>How a rule would be broken.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Sentence">The rule.</param>
/// <param name="Breach">How it would be broken.</param>
/// <param name="Refuses">Whether the decision would be refused because of it; else it would be a finding.</param>
public sealed record ForetoldBreach(string Rule, string Sentence, string Breach, bool Refuses);

/// <summary>What would become of a decision that is supposed.</summary>
/// <param name="Subject">The stream that it is about.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Says">What it says, in one line.</param>
/// <param name="Refused">Whether a rule would refuse it; then it is not supposed any further.</param>
/// <param name="Breaches">The rules that refuse it, or would report of it when all of the decisions are taken.</param>
public sealed record SupposedOutcome(
    string Subject,
    string Type,
    string Says,
    bool Refused,
    IReadOnlyList<ForetoldBreach> Breaches
);

/// <summary>
/// How far the record goes, and what was signed of it last. As many entries before as after: none was written. The root shows that of the entries
/// that it covers, which are those that were signed by then: it goes on without anybody's writing when earlier ones are signed.
/// </summary>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Size">How many the newest checkpoint covers; absent where none was signed yet.</param>
/// <param name="Root">The root of the tree over those, in base64; absent where none was signed yet.</param>
public sealed record StateOfRecord(long Entries, long? Size, string? Root)
{
    /// <summary>That of the database.</summary>
    internal static async Task<StateOfRecord> OfAsync(OpenRecord open, CancellationToken cancellation)
    {
        var entries = await open.Store.LastPlaceAsync(cancellation) + 1;
        var signed = await open.Proofs.CheckpointAsync(cancellation) is { } note ? Checkpoint.Parse(note.Text) : null;
        return new(entries, signed?.Size, signed is null ? null : $"{signed.Root}");
    }
}

/// <summary>What would be otherwise if something were decided, or the record were read by another framework version. Nothing is written for it.</summary>
/// <param name="Place">The place of the record that it stands on; absent to whoever does not see everything.</param>
/// <param name="On">The day.</param>
/// <param name="Framework">The framework version by which the record is read; absent where it is read as it is.</param>
/// <param name="Decisions">What would become of each decision, in order.</param>
/// <param name="Organisations">The organisations of which something would be otherwise, by name.</param>
/// <param name="Before">The record before it was asked; absent to whoever does not see everything.</param>
/// <param name="After">The record after it was answered: as many entries, unless somebody else logged something meanwhile.</param>
public sealed record WhatIfAnswer(
    long? Place,
    DateOnly On,
    string? Framework,
    IReadOnlyList<SupposedOutcome> Decisions,
    IReadOnlyList<ForetoldOrganisation> Organisations,
    StateOfRecord? Before = null,
    StateOfRecord? After = null
)
{
    /// <summary>The answer, with how far the record goes before and after it, where whoever asks sees everything.</summary>
    /// <param name="open">The record in its database.</param>
    /// <param name="record">The record as whoever asks sees it: it is judged by that, and nothing else is told.</param>
    /// <param name="supposed">What is supposed.</param>
    /// <param name="on">The day.</param>
    /// <param name="by">The signed-in subject that asks, as if it logged the decisions.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadInputException">What is supposed cannot be recorded as it stands.</exception>
    /// <exception cref="UnknownSubjectException">A decision is about something that is not in the record.</exception>
    public static async Task<WhatIfAnswer> OfAsync(
        OpenRecord open,
        RecordAt record,
        Supposition supposed,
        DateOnly on,
        string by,
        CancellationToken cancellation
    )
    {
        var seesAll = record.PlaceTold is not null;
        var before = seesAll ? await StateOfRecord.OfAsync(open, cancellation) : null;
        var answer = Of(record, supposed, on, open.Clock.GetUtcNow(), by);
        return answer with
        {
            Before = before,
            After = seesAll ? await StateOfRecord.OfAsync(open, cancellation) : null,
        };
    }

    /// <summary>The answer alone.</summary>
    /// <inheritdoc cref="OfAsync" path="/exception"/>
    /// <param name="record">The record as whoever asks sees it.</param>
    /// <param name="supposed">What is supposed.</param>
    /// <param name="on">The day.</param>
    /// <param name="now">When it is asked, as if the decisions were logged then.</param>
    /// <param name="by">The signed-in subject that asks.</param>
    public static WhatIfAnswer Of(RecordAt record, Supposition supposed, DateOnly on, DateTimeOffset now, string by)
    {
        var read = supposed.Framework is { } framework ? ReadBy(record, framework) : record;
        var draft = new Draft(read, now, by);
        (LogDecision Command, Entry? Entry, IReadOnlyList<ForetoldBreach> Refusals)[] taken =
        [
            .. supposed.Commands().Select((command, index) => Take(draft, command, $"decisions[{index}].data")),
        ];
        return new(
            record.PlaceTold,
            on,
            supposed.Framework,
            [
                .. taken.Select(one => new SupposedOutcome(
                    one.Command.Subject.Value,
                    EventCatalogue.NameOf(one.Command.Asked),
                    (one.Entry?.Event ?? one.Command.Asked).Says(),
                    one.Entry is null,
                    one.Entry is null
                        ? one.Refusals
                        :
                        [
                            // When all are taken: one may put another right.
                            .. draft
                                .FindingsOf(one.Entry)
                                .Select(found => new ForetoldBreach(found.Rule, found.Sentence, found.Breach, false)),
                        ]
                )),
            ],
            Foretold.Between(
                record,
                read.With(draft.Entries),
                on,
                supposed.Framework is not null || draft.Entries.Any(entry => entry.Subject.Framework is not null)
                    ? null
                    : [.. draft.Entries.Select(entry => entry.Subject).Distinct()]
            )
        );
    }

    private static RecordAt ReadBy(RecordAt record, string framework)
    {
        SubjectId version;
        try
        {
            version = SubjectId.OfFramework(framework);
        }
        catch (BadInputException e)
        {
            throw new BadInputException("framework", e.Problem);
        }

        return record.ReadBy(version)
            ?? throw new BadInputException(
                "framework",
                $"{framework} is not in the record: /api/frameworks and oversight facts name those that are."
            );
    }

    private static (LogDecision, Entry?, IReadOnlyList<ForetoldBreach>) Take(
        Draft draft,
        LogDecision command,
        string path
    )
    {
        try
        {
            var (_, breaches) = draft.Judge(command);
            if (breaches.Any(breach => breach.Refuses))
            {
                return (
                    command,
                    null,
                    [
                        .. breaches.Select(breach => new ForetoldBreach(
                            breach.Rule.Name,
                            breach.Rule.Sentence,
                            breach.Words,
                            breach.Refuses
                        )),
                    ]
                );
            }

            draft.Take(command);
            return (command, draft.Entries[^1], []);
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{path}.{e.Field}", e.Problem);
        }
    }
}
