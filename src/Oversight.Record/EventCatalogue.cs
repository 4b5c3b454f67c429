using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Oversight.Record.Events;

namespace Oversight.Record;

/// <summary>One kind of event: how it is called, and what it can be logged about.</summary>
/// <param name="Name">The stable name under which it is stored.</param>
/// <param name="Word">The word for it in addresses and on the command line.</param>
/// <param name="Type">Its shape.</param>
/// <param name="About">The kinds of subject that it can be about.</param>
/// <param name="Begins">True when it begins a subject; every other needs one that has begun.</param>
/// <param name="Says">What happened, in a few words.</param>
public sealed record EventKind(string Name, string Word, Type Type, SubjectKind About, bool Begins, string Says);

/// <summary>
/// The one list of events: the stable name under which each is stored, and how its data is written and read. A shape
/// that changes gets the next version and the suffix _v2 (Marten's convention); stored data is upcast after reading and
/// never rewritten.
/// </summary>
public static class EventCatalogue
{
    private const SubjectKind EvidenceSubjects = SubjectKind.Recovery | SubjectKind.Undertakings;

    private const SubjectKind AnySubject =
        SubjectKind.Organisation | SubjectKind.Framework | SubjectKind.Recovery | SubjectKind.Undertakings;

    /// <summary>Every kind of event, subject by subject.</summary>
    public static IReadOnlyList<EventKind> Kinds { get; } =
    [
        Begins<OrganisationRegistered>(
            "organisation_registered",
            "organisation",
            SubjectKind.Organisation,
            "An organisation exists"
        ),
        Of<OrganisationSucceeded>(
            "organisation_succeeded",
            "succession",
            SubjectKind.Organisation,
            "An organisation ended, and others follow it"
        ),
        Of<SegmentPublished>(
            "segment_published",
            "published-segment",
            SubjectKind.Organisation,
            "A document states a segment for a period"
        ),
        Of<SegmentProposed>("segment_proposed", "segment-proposal", SubjectKind.Organisation, "A segment is proposed"),
        Of<SegmentAgreed>(
            "segment_agreed",
            "segment-agreement",
            SubjectKind.Organisation,
            "A proposed segment is agreed"
        ),
        Of<SegmentDeclined>(
            "segment_declined",
            "segment-decline",
            SubjectKind.Organisation,
            "A proposed segment is declined"
        ),
        Of<SegmentAssigned>(
            "segment_assigned",
            "segment",
            SubjectKind.Organisation,
            "An organisation is placed in a segment"
        ),
        Of<SegmentReviewed>(
            "segment_reviewed",
            "segment-review",
            SubjectKind.Organisation,
            "A segment was reviewed and confirmed"
        ),
        Of<AnnualAssessmentPublished>(
            "annual_assessment_published",
            "annual-assessment",
            SubjectKind.Organisation,
            "An annual assessment of an ICB was published"
        ),
        Begins<FrameworkPublished>(
            "framework_published",
            "framework",
            SubjectKind.Framework,
            "A version of the oversight framework was published"
        ),
        Begins<RecoveryEntered>("recovery_entered", "recovery", SubjectKind.Recovery, "Recovery Support began"),
        Of<RecoveryMemberJoined>(
            "recovery_member_joined",
            "recovery-member",
            SubjectKind.Recovery,
            "An organisation joined Recovery Support"
        ),
        Of<RecoveryMemberExited>(
            "recovery_member_exited",
            "recovery-member-exit",
            SubjectKind.Recovery,
            "One member left Recovery Support"
        ),
        Of<ImprovementDirectorAppointed>(
            "improvement_director_appointed",
            "improvement-director",
            SubjectKind.Recovery,
            "A System Improvement Director was appointed"
        ),
        Of<ExitCriteriaAgreed>(
            "exit_criteria_agreed",
            "exit-criteria",
            SubjectKind.Recovery,
            "Exit or transition criteria were agreed"
        ),
        Of<ExitCriteriaRefreshed>(
            "exit_criteria_refreshed",
            "refreshed-exit-criteria",
            SubjectKind.Recovery,
            "A set of criteria was replaced by another"
        ),
        Of<MilestoneSet>("milestone_set", "milestone", SubjectKind.Recovery, "A milestone was set"),
        Of<MilestoneRescheduled>(
            "milestone_rescheduled",
            "milestone-date",
            SubjectKind.Recovery,
            "A milestone was given another date"
        ),
        Of<MilestoneAchieved>(
            "milestone_achieved",
            "milestone-achieved",
            SubjectKind.Recovery,
            "A milestone was reached"
        ),
        Of<MilestoneMissed>(
            "milestone_missed",
            "milestone-missed",
            SubjectKind.Recovery,
            "A milestone was not reached by its date"
        ),
        Of<EvidenceSubmitted>("evidence_submitted", "evidence", EvidenceSubjects, "Evidence was submitted"),
        Of<EvidenceAcknowledged>(
            "evidence_acknowledged",
            "evidence-acknowledged",
            EvidenceSubjects,
            "Evidence was received"
        ),
        Of<EvidenceReturned>("evidence_returned", "evidence-returned", EvidenceSubjects, "Evidence was sent back"),
        Of<EvidenceJudged>("evidence_judged", "evidence-judged", EvidenceSubjects, "Evidence was judged"),
        Of<CriterionSelfAssessed>(
            "criterion_self_assessed",
            "self-assessment",
            SubjectKind.Recovery,
            "An organisation rated itself against a criterion"
        ),
        Of<CriterionAssessed>(
            "criterion_assessed",
            "criterion-assessment",
            SubjectKind.Recovery,
            "The region or the national team judged a criterion"
        ),
        Of<TargetExitRevised>(
            "target_exit_revised",
            "target-exit",
            SubjectKind.Recovery,
            "The target exit was revised"
        ),
        Of<ExitRecommended>("exit_recommended", "exit-recommendation", SubjectKind.Recovery, "Exit was recommended"),
        Of<ExitAgreed>("exit_agreed", "exit", SubjectKind.Recovery, "Exit was agreed"),
        Of<ExitDeclined>("exit_declined", "exit-decline", SubjectKind.Recovery, "A recommended exit was declined"),
        Of<TransitionPlanAgreed>(
            "transition_plan_agreed",
            "transition-plan",
            SubjectKind.Recovery,
            "What follows exit was agreed"
        ),
        Of<TransitionPlanReviewed>(
            "transition_plan_reviewed",
            "transition-plan-review",
            SubjectKind.Recovery,
            "A transition plan was reviewed"
        ),
        Of<TransitionPlanCompleted>(
            "transition_plan_completed",
            "transition-plan-completed",
            SubjectKind.Recovery,
            "A transition plan was completed"
        ),
        Of<RecoveryReviewed>(
            "recovery_reviewed",
            "recovery-review",
            SubjectKind.Recovery,
            "Recovery Support was reviewed and goes on as it is"
        ),
        Begins<UndertakingsAccepted>(
            "undertakings_accepted",
            "undertakings",
            SubjectKind.Undertakings,
            "Undertakings were accepted"
        ),
        Of<UndertakingVaried>(
            "undertaking_varied",
            "undertaking-variation",
            SubjectKind.Undertakings,
            "An undertaking was varied by both parties"
        ),
        Of<UndertakingProgressReported>(
            "undertaking_progress_reported",
            "undertaking-progress",
            SubjectKind.Undertakings,
            "Progress on an undertaking was reported"
        ),
        Of<UndertakingJudged>(
            "undertaking_judged",
            "undertaking-judgement",
            SubjectKind.Undertakings,
            "An undertaking was judged"
        ),
        Of<CertificateAppliedFor>(
            "certificate_applied_for",
            "certificate-application",
            SubjectKind.Undertakings,
            "A compliance certificate was applied for"
        ),
        Of<CertificateIssued>(
            "certificate_issued",
            "certificate",
            SubjectKind.Undertakings,
            "A compliance certificate was issued"
        ),
        Of<CertificateRefused>(
            "certificate_refused",
            "certificate-refusal",
            SubjectKind.Undertakings,
            "A compliance certificate was refused"
        ),
        Of<CertificateRevoked>(
            "certificate_revoked",
            "certificate-revocation",
            SubjectKind.Undertakings,
            "A compliance certificate was revoked"
        ),
        Of<UndertakingsPublicationStated>(
            "undertakings_publication_stated",
            "undertakings-publication",
            SubjectKind.Undertakings,
            "Undertakings were published, or withheld"
        ),
        Of<UndertakingsBreached>(
            "undertakings_breached",
            "undertakings-breach",
            SubjectKind.Undertakings,
            "Undertakings were broken"
        ),
        Of<DirectionIssued>("direction_issued", "direction", SubjectKind.Undertakings, "A direction was issued"),
        Of<UndertakingsDischarged>(
            "undertakings_discharged",
            "undertakings-discharge",
            SubjectKind.Undertakings,
            "Undertakings hold no longer"
        ),
        Of<EntryCorrected>("entry_corrected", "correction", AnySubject, "An earlier entry was wrong"),
        Of<EntryRetracted>("entry_retracted", "retraction", AnySubject, "An earlier entry no longer counts"),
    ];

    private static readonly FrozenDictionary<string, Type> Types = Kinds.ToFrozenDictionary(k => k.Name, k => k.Type);

    private static readonly FrozenDictionary<Type, EventKind> ByType = Kinds.ToFrozenDictionary(k => k.Type);

    /// <summary>
    /// How events are written and read: camel case, no nulls, enumerations as kebab-case words, and strict: an unknown,
    /// missing, null or doubled member is an error. PostgreSQL's jsonb then gives the canonical bytes
    /// (<see cref="CanonicalJson"/>).
    /// </summary>
    public static JsonSerializerOptions Json { get; } = MakeOptions();

    /// <summary>All stored names with their types.</summary>
    public static IReadOnlyDictionary<string, Type> All => Types;

    /// <summary>The name under which an event is stored.</summary>
    public static string NameOf(Event content) =>
        content is NotReadable unknown ? unknown.Kind : ByType[content.GetType()].Name;

    /// <summary>The name under which events of that type are stored.</summary>
    public static string NameOf(Type type) => ByType[type].Name;

    /// <summary>The kind of an event.</summary>
    public static EventKind KindOf(Event content) =>
        content is NotReadable unknown
            ? new(
                unknown.Kind,
                "not-readable",
                typeof(NotReadable),
                SubjectKind.None,
                Begins: false,
                "Recorded by a newer version"
            )
            : ByType[content.GetType()];

    /// <summary>The event's data as JSON text.</summary>
    public static string Write(Event content) => JsonSerializer.Serialize(content, content.GetType(), Json);

    /// <summary>The event that was stored under that name with that data.</summary>
    /// <exception cref="UnknownEventException">The name is not in the catalogue: the record is newer than this program.</exception>
    /// <exception cref="JsonException">The data has not the event's shape.</exception>
    public static Event Read(string name, string data) =>
        (Event?)JsonSerializer.Deserialize(data, TypeOf(name), Json)
        ?? throw new JsonException($"The data of {name} is null.");

    private static EventKind Of<T>(string name, string word, SubjectKind about, string says)
        where T : Event => new(name, word, typeof(T), about, Begins: false, says);

    private static EventKind Begins<T>(string name, string word, SubjectKind about, string says)
        where T : Event => new(name, word, typeof(T), about, Begins: true, says);

    private static Type TypeOf(string name) =>
        Types.TryGetValue(name, out var type) ? type : throw new UnknownEventException(name);

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 32,
        };
        options.Converters.Add(new EnumerationWords());
        options.Converters.Add(new ReplacementJson());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // Exactly one of the words. .NET's own converter also takes other letter case, C#'s names, and several words with
    // commas between, which it adds up to a value that has no name.
    private sealed class EnumerationWords : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert))!;

        private sealed class Words<T> : JsonConverter<T>
            where T : struct, Enum
        {
            private static readonly FrozenDictionary<T, string> WordOf = Enum.GetValues<T>()
                .ToFrozenDictionary(
                    value => value,
                    value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())
                );

            private static readonly FrozenDictionary<string, T> ValueOf = WordOf.ToFrozenDictionary(
                w => w.Value,
                w => w.Key
            );

            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                reader.TokenType == JsonTokenType.String && ValueOf.TryGetValue(reader.GetString()!, out var value)
                    ? value
                    : throw new JsonException($"It must be one of the words {string.Join(", ", ValueOf.Keys)}.");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(WordOf[value]);
        }
    }

    // A replacement inside a correction says its own kind: {"type": "segment_assigned", "data": {…}}.
    private sealed class ReplacementJson : JsonConverter<Event>
    {
        public override Event Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)!;
            return (Event)stored.Data.Deserialize(TypeOf(stored.Type), options)!;
        }

        public override void Write(Utf8JsonWriter writer, Event value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(
                writer,
                new Stored(
                    NameOf(value),
                    value is NotReadable unknown
                        ? JsonElement.Parse(unknown.Data)
                        : JsonSerializer.SerializeToElement(value, value.GetType(), options)
                ),
                options
            );

        private sealed record Stored(string Type, JsonElement Data);
    }
}

/// <summary>An entry has a kind that this program does not know: the record was written by a newer version.</summary>
/// <param name="name">The stored name.</param>
public sealed class UnknownEventException(string name)
    : Exception(
        $"The record holds an entry of the kind \"{name}\", which this version of Oversight does not know: use a newer one."
    )
{
    /// <summary>The stored name.</summary>
    public string Name { get; } = name;
}
