using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk;
using Oversight.Projections.Answers;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Command = System.CommandLine.Command;

namespace Oversight.Cli.Commands;

/// <summary>oversight log: one word for each kind of event in the catalogue, its options from the event's shape.</summary>
internal static class LogCommand
{
    /// <summary>What a line says that wants it.</summary>
    public const string Word = "log";

    private static readonly Dictionary<string, string[]> OlderWords = new() { ["annual-assessment"] = ["assessment"] };

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["segment"] =
            "oversight log segment QOC 4 --effective 2024-05-01 --body nhs-england --rationale \"Agreed nationally.\" --back-dated",
        ["segment-review"] =
            "oversight log segment-review QOC 3 --effective 2024-06-20 --next-review-due \"Q2 2024/25\" --body nhs-england-Y60 --back-dated",
        ["oversight-review"] =
            "oversight log oversight-review QOC --meeting quarterly --scope system --outcome \"On course.\" --next-review-due \"Q4 2026/27\" "
            + "--effective 2026-11-20 --body nhs-england-Y60",
        ["concern"] =
            "oversight log concern QOC --about finance --scope organisation --wording \"Spending is above plan.\" --effective 2026-11-20 "
            + "--body nhs-england-Y60",
        ["commitment"] =
            "oversight log commitment QOC --kind action --terms agreed --scope organisation --wording \"A plan is sent.\" --due 2026-12-18 "
            + "--owner \"Chief Finance Officer\" --effective 2026-11-20 --body nhs-england-Y60",
        ["commitment-met"] = "oversight log commitment-met QOC --effective 2026-12-17 --body nhs-england-Y60",
        ["published-segment"] =
            "oversight log published-segment QOC 3 --effective 2022/23 --label \"3. Mandated support\" --source \"PRN00000|page 4\" "
            + "--body nhs-england --imported",
        ["succession"] = "oversight log succession QOC --successor QHL:merger --effective 2027-04-01 --body dhsc",
        ["organisation"] =
            "oversight log organisation RAA --name \"Example NHS Trust\" --kind nhs-trust --region Y60 --effective 2015-04-01 "
            + "--body nhs-england --imported",
        ["annual-assessment"] = "oversight log annual-assessment QOC --file assessment.json",
        ["framework"] = "oversight log framework --file nof-2026-27.json",
        ["recovery"] =
            "oversight log recovery qoc-2021 --title \"Shropshire, Telford and Wrekin\" --members QOC --members RXW "
            + "--effective 2021-07-01 --body nhs-england --back-dated",
        ["exit-criteria"] =
            "oversight log exit-criteria qoc-2021 --purpose exit --criteria @criteria.json --effective 2024-05-01 --body nhs-england",
        ["evidence"] =
            "oversight log evidence recovery-qoc-2021 --organisation QOC --title \"Month 12 return\" --for EC1 --for EC2 "
            + "--effective 2024-05-01 --body QOC --back-dated",
    };

    /// <summary>By its name alone.</summary>
    public static Command Named() => new(Word, "Log a decision.");

    /// <summary>With all kinds of decision.</summary>
    public static Command Create()
    {
        var log = Named();
        EventKind[] kinds =
        [
            .. EventCatalogue
                .Kinds.Where(kind => kind.Type != typeof(EntryCorrected) && kind.Type != typeof(EntryRetracted))
                .OrderBy(kind => kind.About),
        ];
        foreach (var kind in kinds)
        {
            log.Subcommands.Add(Of(kind));
        }

        return log.WithGroups(kinds.ToDictionary(kind => kind.Word, kind => About(kind.About)))
            .WithExamples(Examples["segment"], "oversight log segment --help");
    }

    private static string About(SubjectKind about) =>
        about switch
        {
            SubjectKind.Organisation => "About an organisation",
            SubjectKind.Framework => "About the oversight framework",
            SubjectKind.Recovery => "About an engagement of Recovery Support",
            SubjectKind.Undertakings => "About undertakings",
            _ => "Evidence, for an engagement or for undertakings",
        };

    private static Command Of(EventKind kind)
    {
        var command = new Command(kind.Word, kind.Says + ".");
        foreach (var alias in OlderWords.GetValueOrDefault(kind.Word, []))
        {
            command.Aliases.Add(alias);
        }

        var isNamedInContent = typeof(IBeginsNamed).IsAssignableFrom(kind.Type);
        var subject = SubjectOf(kind, isNamedInContent);
        var decision = DecisionOptions.OfNew();
        var members = ContentOptions.Of(
            kind,
            decision.All.Concat(Logging.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal)
        );
        var file = Inputs.Text(
            "--file",
            "FILE.json",
            "The whole event instead, decision included, as JSON in the shape in which it is stored."
        );
        command.Arguments.Add(subject);
        foreach (var member in members)
        {
            member.AddTo(command, isNew: true);
        }

        decision.AddTo(command);
        command.Options.Add(file);
        Logging.AddOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is { Implicit: false })
            {
                foreach (var given in Given(result, members, decision))
                {
                    result.AddError($"{given} cannot be given with --file, which holds the whole event.");
                }

                return;
            }

            if (
                DecisionShape.FilledBySubject(kind) is not null
                && result.GetResult(subject) is not { Tokens.Count: > 0 }
            )
            {
                result.AddError($"{subject.Name} is missing.");
            }

            foreach (var missing in Missing(result, members, decision))
            {
                result.AddError($"{missing} is missing.");
            }
        });
        command.SetAction(
            async (parsed, cancellation) =>
            {
                // Read first: a file that cannot be read needs no database to say so.
                var whole = parsed.GetValue(file) is { } path
                    ? ContentOptions.FromFile(path, kind, StrictJson.ReadDecision)
                    : null;
                return await Actions.OnRecordAsync(
                    parsed,
                    async access =>
                    {
                        var content =
                            whole
                            ?? Content(
                                kind,
                                parsed.GetValue(subject),
                                decision.Read(parsed, London.Today(access.Record.Clock)),
                                members,
                                parsed
                            );
                        var about = parsed.GetValue(subject) ?? ((IBeginsNamed)content).Begins().Subject;
                        try
                        {
                            await Logging.LogAsync(access, parsed, new LogDecision(about, content), cancellation);
                            return ExitCode.Done;
                        }
                        catch (BadInputException e) when (whole is null && FieldOf(members, e.Field) is { } input)
                        {
                            throw new BadInputException(input, e.Problem);
                        }
                    },
                    cancellation
                );
            }
        );
        var notes = new[] { Documentation.Of(kind.Type, "decision") }
            .Concat(members.Select(WordsOf))
            .OfType<string>()
            .ToArray();
        if (notes.Length > 0)
        {
            command.WithNotes(string.Join("\n\n", notes));
        }

        return command.WithExamples(Examples.GetValueOrDefault(kind.Word) ?? ExampleOf(kind, members));
    }

    // What can be chosen, each word with what it means.
    private static string? WordsOf(ContentMember member) =>
        WordList.ForMember(member.Name, member.Type) is { } list
            ? $"{member.InputName}:\n" + string.Join('\n', list.Words.Select(word => $"  {word.Value}: {word.Help}"))
            : null;

    private static Event Content(
        EventKind kind,
        SubjectId? subject,
        Decision decision,
        IReadOnlyList<ContentMember> members,
        ParseResult parsed
    )
    {
        var content = new JsonObject { ["decision"] = JsonSerializer.SerializeToNode(decision, EventCatalogue.Json) };
        foreach (var member in members)
        {
            if (member.Read(parsed) is { } value)
            {
                content[member.Name] = value;
            }
        }

        if (DecisionShape.FilledBySubject(kind) is { } filled)
        {
            content[filled] = subject!.Value.Id;
        }

        return StrictJson.ReadDecision(JsonSerializer.SerializeToElement(content), kind.Type, "");
    }

    private static Argument<SubjectId?> SubjectOf(EventKind kind, bool isNamedInContent)
    {
        var argument = Inputs.Optional<SubjectId?>(
            NameOf(kind.About),
            kind.About switch
            {
                SubjectKind.Organisation => "The organisation's ODS code, such as QOC.",
                SubjectKind.Framework => "The framework's id, such as nof-2026-27.",
                SubjectKind.Recovery => "The engagement's id, such as qoc-2021.",
                SubjectKind.Undertakings => "The undertakings' id, such as rxw-2023.",
                _ when kind.About.HasFlag(SubjectKind.Organisation) =>
                    "What it is about: an organisation's ODS code such as QOC, recovery-qoc-2021 or undertakings-rxw-2023.",
                _ => "What it is about: recovery-qoc-2021 or undertakings-rxw-2023.",
            },
            text => Subject(kind, text)
        );
        argument.Arity = isNamedInContent ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
        return argument;
    }

    private static string NameOf(SubjectKind about) =>
        about switch
        {
            SubjectKind.Organisation => "ODS",
            SubjectKind.Framework or SubjectKind.Recovery or SubjectKind.Undertakings => "ID",
            _ => "SUBJECT",
        };

    // A code or id, where that is enough to know which subject it is; the name of the stream always is.
    private static SubjectId Subject(EventKind kind, string text)
    {
        var prefixes = Enum.GetValues<SubjectKind>().Where(k => k != SubjectKind.None).Select(PrefixOf);
        if (prefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var subject = SubjectId.FromStream(text);
            return kind.About.HasFlag(subject.Kind)
                ? subject
                : throw new FormatException($"{kind.Word} cannot be logged about {subject}.");
        }

        return Enum.IsDefined(kind.About) ? SubjectId.Of(kind.About, text)
            // Ids of engagements and undertakings are longer than a code.
            : kind.About.HasFlag(SubjectKind.Organisation) && OdsCode.TryParse(text, out var organisation)
                ? SubjectId.Of(organisation)
            : throw new FormatException(
                $"\"{text}\" may be several things: write recovery-{text} or undertakings-{text}."
            );
    }

    private static string PrefixOf(SubjectKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}") + "-";

    private static IEnumerable<string> Given(
        CommandResult result,
        IReadOnlyList<ContentMember> members,
        DecisionOptions decision
    ) =>
        members
            .Where(member => member.IsGiven(result))
            .Select(member => member.InputName)
            .Concat(decision.All.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name));

    private static IEnumerable<string> Missing(
        CommandResult result,
        IReadOnlyList<ContentMember> members,
        DecisionOptions decision
    )
    {
        foreach (var member in members.Where(m => m.IsRequired && m.Default is null && !m.IsGiven(result)))
        {
            yield return member.Compact?.Name ?? member.InputName;
        }

        foreach (var option in decision.Required.Where(o => result.GetResult(o) is not { Implicit: false }))
        {
            yield return option.Name;
        }
    }

    private static string? FieldOf(IReadOnlyList<ContentMember> members, string field) =>
        members.Select(member => member.FieldOf(field)).FirstOrDefault(input => input is not null);

    private static string ExampleOf(EventKind kind, IReadOnlyList<ContentMember> members)
    {
        var subject = kind.About switch
        {
            SubjectKind.Organisation => "QOC",
            SubjectKind.Recovery => "qoc-2021",
            SubjectKind.Undertakings => "rxw-2023",
            _ => "recovery-qoc-2021",
        };
        var inputs = members
            .Where(member => member.IsRequired)
            .Select(member =>
                member.InputName.StartsWith('-') ? $"{member.InputName} {MemberText.ExampleOf(member.Shape)} " : "4 "
            );
        return $"oversight log {kind.Word} {subject} {string.Concat(inputs)}--effective 2024-05-01 --body nhs-england";
    }
}
