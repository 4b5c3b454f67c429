using System.CommandLine;
using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Decisions;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Command = System.CommandLine.Command;

namespace Oversight.Cli.Commands;

/// <summary>oversight log: one word for each decision.</summary>
internal static class LogCommand
{
    private static readonly Argument<OdsCode> Ods = Inputs.Ods();
    private static readonly Argument<int> Segment = new("SEGMENT") { Description = "The segment's number." };

    private static readonly Option<string> FileOption = new("--file")
    {
        Description = "The event as JSON, in the shape in which it is stored, decision included.",
        HelpName = "FILE.json",
        Required = true,
    };

    public static Command Create()
    {
        var log = new Command("log", "Log a decision.")
        {
            Deciding(
                "segment",
                "An organisation is placed in a segment.",
                [Ods, Segment],
                [],
                (parsed, decision, people) =>
                    new LogDecision(
                        SubjectId.Of(parsed.GetValue(Ods)),
                        people.Commit(new SegmentAssigned(decision, parsed.GetValue(Segment)))
                    ),
                "oversight log segment QOC 4 --effective 2024-05-01 --body nhs-england --rationale \"Agreed nationally.\" --back-dated"
            ),
            Deciding(
                "segment-review",
                "A segment was looked at again and left as it is.",
                [Ods, Segment],
                [ContentOptions.NextReviewDue],
                (parsed, decision, people) =>
                    new LogDecision(
                        SubjectId.Of(parsed.GetValue(Ods)),
                        people.Commit(
                            new SegmentReviewed(
                                decision,
                                parsed.GetValue(Segment),
                                parsed.GetValue(ContentOptions.NextReviewDue)
                            )
                        )
                    ),
                "oversight log segment-review QOC 3 --effective 2024-06-20 --next-review-due \"Q2 2024/25\" --body nhs-england-Y60 --back-dated"
            ),
            Deciding(
                "published-segment",
                "A document states a segment for a period.",
                [Ods, Segment],
                [ContentOptions.Label],
                (parsed, decision, people) =>
                    new LogDecision(
                        SubjectId.Of(parsed.GetValue(Ods)),
                        people.Commit(
                            new SegmentPublished(
                                decision,
                                parsed.GetValue(Segment),
                                parsed.GetValue(ContentOptions.Label) ?? ""
                            )
                        )
                    ),
                "oversight log published-segment QOC 3 --effective 2022/23 --label \"3. Mandated support\" --source \"PRN00000|page 4\" "
                    + "--body nhs-england --imported"
            ),
            Deciding(
                "succession",
                "An organisation ended, and others follow it.",
                [Ods],
                [ContentOptions.Successors],
                (parsed, decision, people) =>
                    new LogDecision(
                        SubjectId.Of(parsed.GetValue(Ods)),
                        people.Commit(new OrganisationSucceeded(decision, parsed.GetValue(ContentOptions.Successors)!))
                    ),
                "oversight log succession QOC --successor QHL:merger --effective 2027-04-01 --body dhsc"
            ),
            Deciding(
                "organisation",
                "An organisation exists from the effective date on.",
                [Ods],
                [ContentOptions.Name, ContentOptions.InRegion, ContentOptions.Kind, ContentOptions.AlsoKnownAs],
                (parsed, decision, people) =>
                    new LogDecision(
                        SubjectId.Of(parsed.GetValue(Ods)),
                        people.Commit(
                            new OrganisationRegistered(
                                decision,
                                parsed.GetValue(Ods),
                                parsed.GetValue(ContentOptions.Kind) ?? OrganisationKind.Icb,
                                parsed.GetValue(ContentOptions.Name) ?? "",
                                parsed.GetValue(ContentOptions.InRegion)?.Code
                                    ?? throw new Record.BadInputException("--region", "say which region oversees it."),
                                parsed.GetValue(ContentOptions.AlsoKnownAs) is { Length: > 0 } names ? names : null
                            )
                        )
                    ),
                "oversight log organisation RAA --name \"Example NHS Trust\" --kind nhs-trust --region Y60 --effective 2015-04-01 "
                    + "--body nhs-england --imported"
            ),
            FromFile(
                "assessment",
                "An annual assessment of an ICB was published.",
                Ods,
                (parsed, path) =>
                {
                    var content = ContentOptions.FromFile<AnnualAssessmentPublished>(path);
                    return people => new LogDecision(SubjectId.Of(parsed.GetValue(Ods)), people.Commit(content));
                },
                "oversight log assessment QOC --file assessment.json"
            ),
            FromFile(
                "framework",
                "A version of the oversight framework was published.",
                null,
                (_, path) =>
                {
                    var content = ContentOptions.FromFile<FrameworkPublished>(path);
                    return people => new LogDecision(
                        SubjectId.OfFramework(content.Framework.Id),
                        people.Commit(content)
                    );
                },
                "oversight log framework --file nof-2026-27.json"
            ),
        };
        return log.WithExamples(
            "oversight log segment QOC 4 --effective 2024-05-01 --body nhs-england --rationale \"Agreed nationally.\" --back-dated",
            "oversight log segment --help"
        );
    }

    private static Command Deciding(
        string name,
        string description,
        IReadOnlyList<Argument> arguments,
        IReadOnlyList<Option> options,
        Func<ParseResult, Decision, People, LogDecision> make,
        string example
    )
    {
        var command = New(name, description, arguments, options);
        DecisionOptions.OfNew.AddTo(command);
        Logging.AddOptions(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
                var decision = DecisionOptions.OfNew.Read(parsed, London.Today(access.Record.Clock));
                return await Logging.LogAsync(access, parsed, people => make(parsed, decision, people), cancellation);
            }
        );
        return command.WithExamples(example);
    }

    private static Command FromFile(
        string name,
        string description,
        Argument? argument,
        Func<ParseResult, string, Func<People, LogDecision>> read,
        string example
    )
    {
        var command = New(name, description, argument is null ? [] : [argument], [FileOption]);
        Logging.AddOptions(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                // Read first: a file that cannot be read needs no database to say so.
                var make = read(parsed, parsed.GetRequiredValue(FileOption));
                await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
                return await Logging.LogAsync(access, parsed, make, cancellation);
            }
        );
        return command.WithExamples(example);
    }

    private static Command New(
        string name,
        string description,
        IReadOnlyList<Argument> arguments,
        IReadOnlyList<Option> options
    )
    {
        var command = new Command(name, description);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        return command;
    }
}
