using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Oversight.Desk;
using Oversight.Projections.Answers;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Deciding;
using Oversight.Web.Design;

namespace Oversight.Web.Decisions;

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Member">What it asks for.</param>
/// <param name="Label">Its label.</param>
/// <param name="Hint">What helps to answer.</param>
/// <param name="IsRequired">Whether something must stand in it.</param>
public sealed record FormField(string Name, DecisionMember Member, string Label, string Hint, bool IsRequired)
{
    /// <summary>Whether few need it: it stands behind a summary.</summary>
    public bool IsRare { get; init; }

    /// <summary>The fields of what it asks for, each called by a name of it.</summary>
    public IEnumerable<FormField> Inner(string name) =>
        Member.Members.Select(inner => new FormField(
            $"{name}.{inner.Name}",
            inner,
            inner.Label,
            inner.HelpForPeople,
            inner.IsRequired
        ));
}

/// <summary>A page of a form.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Heading">What it asks about.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record FormStep(string Name, string Heading, IReadOnlyList<FormField> Fields);

/// <summary>The form of a kind of decision, made from the description of what it says.</summary>
internal sealed partial class DecisionForm
{
    /// <summary>
    /// The field, on no page for anybody to fill, that holds the entry that is corrected or retracted. No member of what is said is called so,
    /// nor can be: what a correction's own content says stands in fields beside it.
    /// </summary>
    public const string Changed = "changed-entry";

    // What few decisions say.
    private static readonly HashSet<string> Rare = ["jointlyWith", "publication", "supersedes", "supplements"];

    private DecisionForm(EventKind kind, EventKind? corrected, IReadOnlyList<FormStep> steps) =>
        (Kind, Corrected, Steps) = (kind, corrected, steps);

    /// <summary>What is logged.</summary>
    public EventKind Kind { get; }

    /// <summary>Of a correction, the kind of the entry that it corrects.</summary>
    public EventKind? Corrected { get; }

    /// <summary>Its pages, in order.</summary>
    public IReadOnlyList<FormStep> Steps { get; }

    /// <summary>All its fields.</summary>
    public IEnumerable<FormField> Fields => Steps.SelectMany(step => step.Fields);

    /// <summary>The form of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="corrected">Of a correction, the kind of the entry that it corrects.</param>
    public static DecisionForm Of(EventKind kind, EventKind? corrected = null)
    {
        var about = corrected ?? kind;
        FormField[] members =
        [
            .. DecisionShape
                .Of(about)
                .Select(member => new FormField(
                    NameOf(kind, member),
                    member,
                    member.Label,
                    member.HelpForPeople,
                    member.IsRequired
                )
                {
                    IsRare = Rare.Contains(member.Name) || member is { Name: "wording", Kind: ValueKind.Entry },
                }),
        ];
        var (when, why) = (
            WhenAndWho("decision", about),
            Why("decision", about, corrected is null && WhyRules(kind).Any())
        );
        List<FormStep> steps =
        [
            .. members.Length == 0 ? [] : new[] { new FormStep("what", "What", members) },
            new("when", "When, and who decided", when),
            new("why", "Why", why),
        ];
        if (corrected is null && members.Length <= 2 && members.All(field => field.Member.Members.Count == 0))
        {
            // So little to say that it is asked on one page.
            steps = [new("what", kind.Says, [.. members, .. when, .. why])];
        }

        if (corrected is not null)
        {
            FormField[] of =
            [
                .. WhenAndWho("correction", kind).Where(field => field.Name != "correction.effective"),
                .. Why("correction", kind, WhyRules(kind).Any()).Where(field => field.Name == "correction.rationale"),
            ];
            steps.Add(new("correction", "Why it is corrected, and who decided that", of));
        }

        return new(kind, corrected, steps);
    }

    /// <summary>The page of that name; the first where there is none.</summary>
    public FormStep Step(string? name) => Steps.FirstOrDefault(step => step.Name == name) ?? Steps[0];

    /// <summary>The page after that one; null after the last.</summary>
    public FormStep? After(FormStep step) => Steps.SkipWhile(one => one != step).Skip(1).FirstOrDefault();

    /// <summary>The page on which a field stands; the first for a field that stands on none.</summary>
    public FormStep StepOf(string field) =>
        Steps.FirstOrDefault(step => step.Fields.Any(own => Holds(own, field))) ?? Steps[0];

    /// <summary>Whether a name is that of a field, or of one of its inputs.</summary>
    public static bool Holds(FormField own, string name) =>
        name == own.Name
        || (name.StartsWith(own.Name, StringComparison.Ordinal) && name[own.Name.Length] is '.' or '-');

    /// <summary>Says what must be given and is not, and what is given and cannot be, in the fields of a page.</summary>
    public void Check(FormStep step, Submitted form)
    {
        foreach (var field in step.Fields)
        {
            if (
                FieldValues.Read(field.Member, field.Name, form) is null
                && field.IsRequired
                && !MayBeLeftOut(field, form)
                && form.ErrorOf(field.Name) is null
            )
            {
                form.Fail(field.Name, $"{field.Label}: {Missing(field.Member)}");
            }
        }

        if (!form.HasErrors && step.Name == "what" && Steps.Count > 1)
        {
            // What the rest of the form will say is not known yet: by a decision that stands for it, what is here is checked.
            Read(form, JsonNode.Parse(EventCatalogue.Write((Corrected ?? Kind).Example()))!["decision"]!, null);
        }
    }

    /// <summary>The decision that a form asks to have logged; null where something in it cannot be, which is said at its field.</summary>
    /// <param name="form">The form.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="people">The ids under which the entry that is corrected has its people, by name.</param>
    public LogDecision? Read(Submitted form, SubjectId subject, IReadOnlyDictionary<string, string>? people = null)
    {
        foreach (var step in Steps)
        {
            Check(step, form);
        }

        return form.HasErrors ? null : Read(form, Decision("decision", form), subject, people);
    }

    /// <summary>Puts what an entry is believed to say into a form.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="form">The form.</param>
    public void Write(Event content, Submitted form)
    {
        var written = JsonNode.Parse(EventCatalogue.Write(content))!;
        foreach (var field in Fields.Where(field => !field.Name.StartsWith("correction.", StringComparison.Ordinal)))
        {
            if (field.Name.Split('.').Aggregate((JsonNode?)written, (node, part) => node?[part]) is { } value)
            {
                FieldValues.Write(field.Member, field.Name, value, form);
            }
        }
    }

    /// <summary>Says at its field what is wrong with what was asked for.</summary>
    public void Fail(Submitted form, BadInputException fault)
    {
        var path =
            Corrected is null ? fault.Field
            : fault.Field.StartsWith("replacement.", StringComparison.Ordinal) ? fault.Field["replacement.".Length..]
            : fault.Field.StartsWith("decision.", StringComparison.Ordinal)
                ? "correction." + fault.Field["decision.".Length..]
            : fault.Field;
        var dotted = Index().Replace(path, ".$1");
        if (Fields.FirstOrDefault(own => Holds(own, dotted)) is not { } field)
        {
            form.Fail("", $"{path}: {fault.Problem}");
            return;
        }

        var isOwn = field.Member.IsFlat && (field.Member.Kind == ValueKind.Object) && dotted != field.Name;
        if (
            isOwn
            && field.Member.Members.FirstOrDefault(inner =>
                LastItem().Replace(dotted, "").EndsWith($".{inner.Name}", StringComparison.Ordinal)
            )
                is { IsList: true }
        )
        {
            // One of the items of a list is at fault: the field that holds them all says so.
            dotted = LastItem().Replace(dotted, "");
        }

        form.Fail(
            isOwn ? dotted : field.Name,
            dotted == field.Name || isOwn
                ? AtField(field, fault.Problem)
                : $"{field.Label}: {path[field.Name.Length..].TrimStart('.')} {fault.Problem}"
        );
    }

    // "must be …" goes on from the label; what is a sentence of its own does not.
    private static string AtField(FormField field, string problem) =>
        GoesOn().IsMatch(problem) ? $"{field.Label} {problem}" : $"{field.Label}: {problem}";

    [GeneratedRegex(@"^(must|is|are|has|have|names|may|can|cannot|does|needs|takes|holds|says|stands)\b")]
    private static partial Regex GoesOn();

    private LogDecision? Read(
        Submitted form,
        JsonNode decision,
        SubjectId? subject,
        IReadOnlyDictionary<string, string>? people = null
    )
    {
        var about = Corrected ?? Kind;
        var content = new JsonObject { ["decision"] = decision.DeepClone() };
        foreach (var member in DecisionShape.Of(about))
        {
            if (FieldValues.Read(member, NameOf(Kind, member), form) is { } value)
            {
                content[member.Name] = value;
            }
        }

        if (DecisionShape.FilledBySubject(about) is { } filled)
        {
            content[filled] = subject?.Id ?? Example.Icb.Value;
        }

        try
        {
            var root = JsonSerializer.SerializeToElement(content);
            StrictJson.ParseObject(JsonSerializer.SerializeToUtf8Bytes(content));
            var said = Corrected is null
                ? StrictJson.ReadDecision(root, Kind.Type, "")
                : (Event)StrictJson.Read(root, Corrected.Type, "replacement");
            if (subject is not { } named)
            {
                var any = new[] { SubjectKind.Organisation, SubjectKind.Framework, SubjectKind.Recovery }
                    .Append(SubjectKind.Undertakings)
                    .First(kind => about.About.HasFlag(kind));
                _ = new LogDecision(SubjectId.Of(any, any == SubjectKind.Organisation ? "QOC" : "a"), said);
                return null;
            }

            if (Corrected is null)
            {
                return new(named, said);
            }

            // Who is named as before is the same person.
            said = said.WithPeople(
                (name, _) => name is not null && people?.GetValueOrDefault(name) is { } id ? id : name
            );
            CheckReplacement(named, said);
            var correction = StrictJson.Read<Decision>(
                JsonSerializer.SerializeToElement(Decision("correction", form)),
                "decision"
            );
            return new(named, new EntryCorrected(correction, Guid.Parse(form[Changed] ?? ""), said));
        }
        catch (BadInputException e)
        {
            Fail(form, e);
            return null;
        }
    }

    // What a retraction names is known from the beginning, as it is of a correction.
    private static string NameOf(EventKind kind, DecisionMember member) =>
        kind == RetractEntry.Kind && member.Name == "target" ? Changed : member.Name;

    // The rules by which a decision of that kind says why.
    private static IEnumerable<Rule> WhyRules(EventKind kind) =>
        RuleCatalogue.Of(kind.Example()).Where(rule => rule.AsksWhy);

    // Of what was decided earlier some of them only report that nobody says why: that must be recordable.
    private bool MayBeLeftOut(FormField field, Submitted form) =>
        field.Name == "decision.rationale"
        && form["decision.origin"] is not (null or "live")
        && WhyRules(Kind).All(rule => rule.Force != RuleForce.RefusesAlways);

    private static void CheckReplacement(SubjectId subject, Event said)
    {
        try
        {
            _ = new LogDecision(subject, said);
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"replacement.{e.Field}", e.Problem);
        }
    }

    private JsonObject Decision(string name, Submitted form)
    {
        var said = new JsonObject();
        foreach (var field in Fields.Where(field => field.Name.StartsWith($"{name}.", StringComparison.Ordinal)))
        {
            if (FieldValues.Read(field.Member, field.Name, form) is { } value)
            {
                var parts = field.Name.Split('.');
                var into = said;
                foreach (var part in parts[1..^1])
                {
                    into = (JsonObject)(into[part] ??= new JsonObject());
                }

                into[parts[^1]] = value;
            }
        }

        if (said["effective"] is null && said["decided"] is { } decided)
        {
            said["effective"] = decided.DeepClone();
        }

        return said;
    }

    private static FormField[] WhenAndWho(string name, EventKind kind) =>
        [
            Of(name, "effective", "When it takes effect", Said(kind, "Effective") ?? "", isRequired: true),
            Of(name, "decided", "When it was decided", "A decision that is taken now has a day.", isRequired: true),
            Of(
                name,
                "decidedBy.body",
                "Who decided",
                Said(kind, "Decided by") ?? "The body in whose name it is decided.",
                isRequired: true
            ),
            Of(name, "decidedBy.role", "Role of who decided", "Such as Regional Director."),
            Of(
                name,
                "decidedBy.person",
                "Name of who decided",
                "It is kept apart from the entry, and can be redacted."
            ),
            Of(name, "origin", "How it comes into the record", "", isRare: true),
        ];

    private static FormField[] Why(string name, EventKind kind, bool mustBeSaid) =>
        [
            Of(
                name,
                "rationale",
                "Why it was decided",
                $"{Said(kind, "Rationale")} Name no person here: what an entry says in words can never be taken out.".TrimStart(),
                mustBeSaid
            ),
            Of(
                name,
                "evidence",
                "What it was based on",
                Said(kind, "Evidence") ?? "Letters, papers, minutes: what each is, and where it is kept."
            ),
            Of(
                name,
                "communicated",
                "When the organisation was told",
                "Its own people see it from that day on. Left empty, they are told later, by an entry of its own."
            ),
            Of(
                name,
                "source",
                "Where the fact was taken from",
                Said(kind, "Source") ?? "A publication, and the place in it.",
                isRare: true
            ),
            Of(name, "after", "The entry that this one follows", null, isRare: true),
            Of(name, "predecessor", "The predecessor that it is about", null, isRare: true),
        ];

    private static FormField Of(
        string decision,
        string path,
        string label,
        string? hint,
        bool isRequired = false,
        bool isRare = false
    )
    {
        var members = DecisionShape.OfDecision;
        DecisionMember member = null!;
        foreach (var part in path.Split('.'))
        {
            member = members.Single(one => one.Name == part);
            members = member.Members;
        }

        return new($"{decision}.{path}", member, label, hint ?? member.HelpForPeople, isRequired) { IsRare = isRare };
    }

    // What the documentation of a kind says of its decision: Effective: the day of the review. Rationale: why.
    private static string? Said(EventKind kind, string of)
    {
        var words = Documentation.Of(kind.Type, "decision") ?? "";
        var found = Regex.Match(words, $@"{of}: (.*?)(?:\. [A-Z][a-z ]+:|\.?$)", RegexOptions.NonBacktracking);
        // "When." and "Why." help nobody.
        return found.Success && found.Groups[1].Value.Trim() is { Length: > 12 } said ? Words.Begun(said) + "." : null;
    }

    private static string Missing(DecisionMember member) =>
        member.Kind switch
        {
            ValueKind.Choice or ValueKind.Organisation or ValueKind.Entry => member.IsList
                ? "choose at least one."
                : "choose one.",
            ValueKind.Date or ValueKind.Day => "write when, or how exactly it is known.",
            _ => "this is missing.",
        };

    [GeneratedRegex(@"\.\d+$")]
    private static partial Regex LastItem();

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Index();
}
