using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Command = System.CommandLine.Command;

namespace Oversight.Cli.Commands;

/// <summary>oversight correct: an earlier entry was wrong, or should not be there.</summary>
internal static class CorrectCommand
{
    /// <summary>What a line says that wants it.</summary>
    public const string Word = "correct";

    private static readonly TimeSpan SlipTime = TimeSpan.FromHours(1);

    private static readonly Argument<Guid?> Id = Inputs.Optional<Guid?>(
        "ENTRY-ID",
        "The entry, as history shows it.",
        text => Guid.TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is not an entry's id.")
    );

    private static readonly Option<bool> Last = Inputs.Flag("--last", "The entry that you logged last.");

    private static readonly Option<bool> Slip = Inputs.Flag(
        "--slip",
        "A slip of your own, put right within an hour of logging it: then the rationale may be left out."
    );

    private static readonly Option<bool> Retract = Inputs.Flag(
        "--retract",
        "The entry no longer counts. Of a correction: what stood before it is restored."
    );

    private static readonly Option<string?> Reason = Inputs.Text("--rationale", "TEXT", "Why the record is changed.");

    private static readonly Option<string?> By = Inputs.Text(
        "--corrected-by",
        "BODY",
        "Who decided to correct. Default: the body that the entry names."
    );

    // What is most often wrong; --set has the rest.
    private static readonly Lazy<IReadOnlyList<ContentMember>> Members = new(() =>
        [
            Member<SegmentPublished>("segment"),
            Member<SegmentPublished>("label"),
            Member<SegmentReviewed>("nextReviewDue"),
            Member<OrganisationSucceeded>("successors"),
            Member<OrganisationRegistered>("name"),
            Member<OrganisationRegistered>("region"),
            Member<OrganisationRegistered>("kind"),
            Member<OrganisationRegistered>("alsoKnownAs"),
        ]
    );

    private static readonly Option<string[]> Set = Inputs.ParsedEach(
        "--set",
        "MEMBER=VALUE",
        "Any member as it should be, such as due=2024-09-30, decision.decidedBy.role=Chair or criteria=@FILE.json; "
            + "an empty value takes it away. May be given several times.",
        text =>
            text.IndexOf('=', StringComparison.Ordinal) > 0 ? text : throw new FormatException("write MEMBER=VALUE.")
    );

    private static readonly Option<string?> FileOption = Inputs.Text(
        "--file",
        "FILE.json",
        "The whole content instead, as JSON in the shape in which it is stored."
    );

    /// <summary>By its name and argument alone.</summary>
    public static Command Named() => new(Word, "Correct an entry, or retract it.") { Id };

    /// <summary>With all that may be put right.</summary>
    public static Command Create()
    {
        var command = Named();
        foreach (var option in (Option[])[Last, Slip, Retract, Reason, By, FileOption, Set])
        {
            command.Options.Add(option);
        }

        foreach (var member in Members.Value)
        {
            member.AddTo(command, isNew: false);
        }

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
        return command
            .OnRecord(RunAsync)
            .WithNotes(
                "The entry itself stays as it was recorded. A correction replaces what is given; the rest stays as it is believed."
            )
            .WithExamples(
                "oversight correct 0193500e-… --effective 2024-05-02 --rationale \"The letter says 2 May.\"",
                "oversight correct 0193500e-… --set due=\"Q3 2024/25\" --rationale \"As agreed in the meeting.\"",
                "oversight correct --last --slip --segment 3",
                "oversight correct 0193500e-… --retract --rationale \"Logged for the wrong board.\""
            );
    }

    private static async Task RunAsync(ParseResult parsed, RecordAccess access, CancellationToken cancellation)
    {
        var record = await access.NowAsync(cancellation);
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
            await Logging.LogAsync(
                access,
                parsed,
                new LogDecision(target.Subject, new EntryRetracted(decision, id)),
                cancellation
            );
            return;
        }

        var replacement = Change(parsed, believed);
        if (EventCatalogue.Write(replacement) == EventCatalogue.Write(believed))
        {
            throw new BadInputException("correct", "nothing changes: give the fields that were wrong, or --retract.");
        }

        await Logging.LogAsync(
            access,
            parsed,
            new LogDecision(target.Subject, new EntryCorrected(decision, id, replacement)),
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
        Terminal.Say($"Your last entry: {last.Event.Says()}");
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
        if (believed is EntryCorrected or EntryRetracted)
        {
            throw NoContentOfItsOwn();
        }

        var kind = believed.KindOfEvent();
        if (parsed.GetValue(FileOption) is { } path)
        {
            return ContentOptions.FromFile(path, kind, StrictJson.Read);
        }

        var properties = EventCatalogue.Json.GetTypeInfo(kind.Type).Properties;
        bool IsOwn(ContentMember member) => properties.Any(p => p.Name == member.Name && p.PropertyType == member.Type);
        var given = Members.Value.Where(member => member.IsGiven(parsed.CommandResult)).ToArray();
        if (given.FirstOrDefault(member => !IsOwn(member)) is { } other)
        {
            throw new BadInputException(
                other.InputName,
                $"does not belong to {kind.Name}; that has {Names(Members.Value.Where(IsOwn))}"
            );
        }

        var decision = DecisionOptions.OfReplacement.Change(parsed, believed.Decision);
        var content = JsonNode.Parse(EventCatalogue.Write(believed with { Decision = decision }))!.AsObject();
        foreach (var member in given)
        {
            content[member.Name] = member.Read(parsed);
        }

        foreach (var text in parsed.GetValue(Set)!)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            SetMember(content, kind.Type, text[..equals], text[(equals + 1)..]);
        }

        try
        {
            return (Event)StrictJson.Read(JsonSerializer.SerializeToElement(content), kind.Type, "");
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"--set {e.Field}", e.Problem);
        }
    }

    // A member that is not known there is set all the same: the reader names it, and those that are.
    private static void SetMember(JsonObject content, Type type, string path, string text)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        var shape = EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        var member = shape.Properties.FirstOrDefault(p => p.Name == name)?.PropertyType ?? typeof(string);
        if (dot >= 0)
        {
            if (content[name] is not (null or JsonObject))
            {
                throw new BadInputException(
                    $"--set {path}",
                    $"{name} has no members to set one by one; give it whole."
                );
            }

            content[name] ??= new JsonObject();
            SetMember(content[name]!.AsObject(), member, path[(dot + 1)..], text);
        }
        else if (text.Length == 0)
        {
            content.Remove(name);
        }
        else
        {
            content[name] = Written(member, name, text);
        }
    }

    private static JsonNode Written(Type type, string name, string text)
    {
        try
        {
            return MemberText.Written(type, text);
        }
        catch (Exception e) when (e is FormatException or BadInputException)
        {
            throw new BadInputException($"--set {name}", Inputs.Problem(e));
        }
    }

    private static void RefuseFieldsBesideRetract(ParseResult parsed)
    {
        var given = Members
            .Value.Where(member => member.IsGiven(parsed.CommandResult))
            .Select(member => member.InputName)
            .Concat(
                new Option[] { Set, FileOption }
                    .Where(o => IsGiven(parsed, o))
                    .Select(o => o.Name)
            );
        if (given.FirstOrDefault() is { } other)
        {
            throw new BadInputException(other, "cannot be given with --retract: a retraction changes nothing else.");
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static ContentMember Member<T>(string name)
        where T : Event => ContentMember.Of(typeof(T), name, asArgument: false, taken: new HashSet<string>());

    private static string Names(IEnumerable<ContentMember> own) =>
        own.ToArray() is { Length: > 0 } some
            ? string.Join(", ", some.Select(member => member.Compact?.Name ?? member.InputName))
                + "; --set has the rest."
            : "only the fields of its decision, and those of --set or --file.";

    private static BadInputException NoContentOfItsOwn() =>
        new("ENTRY-ID", "is a retraction: retract it instead (--retract), which restores what it took away.");
}
