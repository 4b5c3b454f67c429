using System.CommandLine;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Time;
using Command = System.CommandLine.Command;

namespace Oversight.Cli.Commands;

/// <summary>oversight correct: an earlier entry was wrong, or should not be there.</summary>
internal static class CorrectCommand
{
    private static readonly TimeSpan SlipTime = TimeSpan.FromHours(1);

    private static readonly Argument<Guid?> Id = new("ENTRY-ID")
    {
        Description = "The entry, as history shows it.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"ENTRY-ID: \"{result.Tokens[0].Value}\" is not an entry's id.");
            return null;
        },
    };

    private static readonly Option<bool> Last = new("--last") { Description = "The entry that you logged last." };

    private static readonly Option<bool> Slip = new("--slip")
    {
        Description = "A slip of your own, put right within an hour of logging it: then the rationale may be left out.",
    };

    private static readonly Option<bool> Retract = new("--retract")
    {
        Description = "The entry no longer counts. Of a correction: what stood before it is restored.",
    };

    private static readonly Option<string?> Reason = Inputs.Text("--rationale", "TEXT", "Why the record is changed.");

    private static readonly Option<string?> By = Inputs.Text(
        "--corrected-by",
        "BODY",
        "Who decided to correct. Default: the body that the entry names."
    );

    private static readonly Option<int?> Segment = new("--segment")
    {
        Description = "The segment's number.",
        HelpName = "SEGMENT",
    };

    private static readonly Option<string?> FileOption = Inputs.Text(
        "--file",
        "FILE.json",
        "The whole content instead, as JSON in the shape in which it is stored."
    );

    public static Command Create()
    {
        var command = new Command("correct", "Correct an entry, or retract it.")
        {
            Id,
            Last,
            Slip,
            Retract,
            Reason,
            By,
            Segment,
            ContentOptions.Label,
            ContentOptions.NextReviewDue,
            ContentOptions.Successors,
            ContentOptions.Name,
            ContentOptions.InRegion,
            ContentOptions.Kind,
            ContentOptions.AlsoKnownAs,
            FileOption,
        };
        DecisionOptions.OfReplacement.AddTo(command);
        Logging.AddOptions(command);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(Id)?.Tokens.Count ?? 0) == 1 == result.GetValue(Last))
            {
                result.AddError("ENTRY-ID: name the entry, or give --last for the one that you logged last.");
            }

            if (result.GetValue(Reason) is null && !result.GetValue(Slip))
            {
                result.AddError("--rationale: say why the record is changed (or --slip, for a slip of your own).");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command
            .WithNotes(
                "The entry itself stays as it was recorded. A correction replaces what is given; the rest stays as it is believed."
            )
            .WithExamples(
                "oversight correct 0193500e-… --effective 2024-05-02 --rationale \"The letter says 2 May.\"",
                "oversight correct --last --slip --segment 3",
                "oversight correct 0193500e-… --retract --rationale \"Logged for the wrong board.\""
            );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var record = await access.Record.Live.AtAsync(known: null, cancellation);
        var target = Target(parsed, record, access.User.Subject);
        var id = target.Id;
        var believed = Believed(record, target);
        var today = DateWithPrecision.Day(London.Today(access.Record.Clock));
        var decision = new Decision(
            today,
            today,
            new DecidedBy(parsed.GetValue(By) ?? believed.Decision.DecidedBy.Body)
        )
        {
            Rationale = parsed.GetValue(Reason) ?? ReasonOfSlip(target, access),
        };
        if (parsed.GetValue(Retract))
        {
            RefuseFieldsBesideRetract(parsed);
            return await Logging.LogAsync(
                access,
                parsed,
                people => new LogDecision(target.Subject, people.Commit(new EntryRetracted(decision, id))),
                cancellation
            );
        }

        var replacement = Change(parsed, believed);
        return replacement == believed
            ? throw new BadInputException("correct", "nothing changes: give the fields that were wrong, or --retract.")
            : await Logging.LogAsync(
                access,
                parsed,
                people => new LogDecision(target.Subject, people.Commit(new EntryCorrected(decision, id, replacement))),
                cancellation
            );
    }

    private static Entry Target(ParseResult parsed, RecordAt record, string user)
    {
        if (parsed.GetValue(Id) is { } id)
        {
            return record.EntryOf(id)
                ?? throw new FailureException(ExitCode.NotFound, $"there is no entry {id} in the record.");
        }

        var last =
            record
                .Subjects.SelectMany(subject => record.TimelineOf(subject)!.Recorded)
                .Where(entry => entry.LoggedBy == user)
                .MaxBy(entry => entry.Place)
            ?? throw new FailureException(ExitCode.NotFound, "you have not logged an entry yet.");
        Terminal.Say($"Your last entry: {EventWords.Summary(last.Event)}");
        Terminal.Say($"  entry {last.Id} of {last.Subject}, recorded {last.Recorded.Shown()}");
        return last;
    }

    private static string ReasonOfSlip(Entry target, RecordAccess access) =>
        target.LoggedBy != access.User.Subject
            ? throw new BadInputException(
                "--slip",
                "the entry was logged by somebody else: say why it is changed with --rationale."
            )
        : access.Record.Clock.GetUtcNow() - target.Recorded > SlipTime
            ? throw new BadInputException(
                "--slip",
                "the entry is older than an hour: say why it is changed with --rationale."
            )
        : "Slip of the pen, put right by the person who logged it.";

    // Of a correction: what is believed of the entry at the end of its chain.
    private static Event Believed(RecordAt record, Entry target)
    {
        var timeline = record.TimelineOf(target.Subject)!;
        var entry = target;
        while (
            entry.Event is EntryCorrected correction
            && timeline.Recorded.FirstOrDefault(e => e.Id == correction.Target) is { } corrected
        )
        {
            entry = corrected;
        }

        return timeline.Believed(entry);
    }

    private static Event Change(ParseResult parsed, Event believed)
    {
        if (parsed.GetValue(FileOption) is { } path)
        {
            return ReadFile(path, believed);
        }

        RefuseFieldsOfOtherKinds(parsed, believed);
        var decision = DecisionOptions.OfReplacement.Change(parsed, believed.Decision);
        Event changed = believed switch
        {
            SegmentAssigned e => e with { Segment = parsed.GetValue(Segment) ?? e.Segment },
            SegmentReviewed e => e with
            {
                Segment = parsed.GetValue(Segment) ?? e.Segment,
                NextReviewDue = parsed.GetValue(ContentOptions.NextReviewDue) ?? e.NextReviewDue,
            },
            SegmentPublished e => e with
            {
                Segment = parsed.GetValue(Segment) ?? e.Segment,
                Label = parsed.GetValue(ContentOptions.Label) ?? e.Label,
            },
            OrganisationSucceeded e => e with
            {
                Successors = parsed.GetValue(ContentOptions.Successors) is { Length: > 0 } given ? given : e.Successors,
            },
            OrganisationRegistered e => e with
            {
                Name = parsed.GetValue(ContentOptions.Name) ?? e.Name,
                Region = parsed.GetValue(ContentOptions.InRegion)?.Code ?? e.Region,
                Kind = parsed.GetValue(ContentOptions.Kind) ?? e.Kind,
                AlsoKnownAs = parsed.GetValue(ContentOptions.AlsoKnownAs) is { Length: > 0 } given
                    ? given
                    : e.AlsoKnownAs,
            },
            _ => believed,
        };
        return changed with { Decision = decision };
    }

    private static Event ReadFile(string path, Event believed) =>
        believed switch
        {
            OrganisationRegistered => ContentOptions.FromFile<OrganisationRegistered>(path),
            OrganisationSucceeded => ContentOptions.FromFile<OrganisationSucceeded>(path),
            FrameworkPublished => ContentOptions.FromFile<FrameworkPublished>(path),
            SegmentPublished => ContentOptions.FromFile<SegmentPublished>(path),
            SegmentAssigned => ContentOptions.FromFile<SegmentAssigned>(path),
            SegmentReviewed => ContentOptions.FromFile<SegmentReviewed>(path),
            AnnualAssessmentPublished => ContentOptions.FromFile<AnnualAssessmentPublished>(path),
            _ => throw NoContentOfItsOwn(),
        };

    private static void RefuseFieldsOfOtherKinds(ParseResult parsed, Event believed)
    {
        IReadOnlyList<Option> own = believed switch
        {
            SegmentAssigned => [Segment],
            SegmentReviewed => [Segment, ContentOptions.NextReviewDue],
            SegmentPublished => [Segment, ContentOptions.Label],
            OrganisationSucceeded => [ContentOptions.Successors],
            OrganisationRegistered =>
            [
                ContentOptions.Name,
                ContentOptions.InRegion,
                ContentOptions.Kind,
                ContentOptions.AlsoKnownAs,
            ],
            EntryRetracted or EntryCorrected => throw NoContentOfItsOwn(),
            _ => [],
        };
        if (ContentFields.FirstOrDefault(option => !own.Contains(option) && IsGiven(parsed, option)) is { } other)
        {
            throw new BadInputException(
                other.Name,
                $"does not belong to {EventCatalogue.NameOf(believed)}; that has {Names(own)}"
            );
        }
    }

    private static void RefuseFieldsBesideRetract(ParseResult parsed)
    {
        if (ContentFields.Append(FileOption).FirstOrDefault(option => IsGiven(parsed, option)) is { } other)
        {
            throw new BadInputException(
                other.Name,
                "cannot be given with --retract: a retraction changes nothing else."
            );
        }
    }

    private static IEnumerable<Option> ContentFields =>
        [
            Segment,
            ContentOptions.Label,
            ContentOptions.NextReviewDue,
            ContentOptions.Successors,
            ContentOptions.Name,
            ContentOptions.InRegion,
            ContentOptions.Kind,
            ContentOptions.AlsoKnownAs,
        ];

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static string Names(IReadOnlyList<Option> own) =>
        own.Count == 0
            ? "only the fields of its decision; use --file."
            : string.Join(", ", own.Select(o => o.Name)) + ".";

    private static BadInputException NoContentOfItsOwn() =>
        new("ENTRY-ID", "is a retraction: retract it instead (--retract), which restores what it took away.");
}
