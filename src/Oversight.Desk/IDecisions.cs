using System.Text.Json;
using Oversight.Record.Catalogue;

namespace Oversight.Desk;

/// <summary>Decisions that a caller asks to have logged, as a whole or not at all: a single one, those of a meeting, those of an import.</summary>
public interface IDecisions
{
    /// <summary>The version of each subject that the caller decided on; 0 when it is new.</summary>
    IReadOnlyDictionary<SubjectId, long> Versions { get; }

    /// <summary>
    /// What they are about and would record, as far as it can be read: who may log them is checked by this, before anything is said about
    /// the record. Where it depends on the record what exactly is recorded, something of the same kind.
    /// </summary>
    IEnumerable<(SubjectId Subject, Event Content)> Contents { get; }

    /// <summary>What is asked, each as JSON without people: the same again means the same request.</summary>
    IEnumerable<string> Asked =>
        Contents.Select(one =>
            OneAsked(
                one.Subject.Value,
                EventCatalogue.NameOf(one.Content),
                EventCatalogue.Write(one.Content.WithoutPeople())
            )
        );

    /// <summary>Takes them, in order, each seeing those before it.</summary>
    void Take(Draft draft);

    /// <summary>One decision as it is asked for.</summary>
    /// <param name="subject">The subject's stream.</param>
    /// <param name="type">The name of the kind of decision.</param>
    /// <param name="data">What is to be recorded, as JSON without people.</param>
    static string OneAsked(string subject, string type, string data) =>
        $"""[{JsonSerializer.Serialize(subject)}, {JsonSerializer.Serialize(type)}, {data}]""";
}

/// <summary>A single decision about a subject whose version the caller has seen.</summary>
internal sealed record SingleDecision(LogDecision Command, long Version) : IDecisions
{
    public IReadOnlyDictionary<SubjectId, long> Versions =>
        new Dictionary<SubjectId, long> { [Command.Subject] = Version };

    public IEnumerable<(SubjectId Subject, Event Content)> Contents => [(Command.Subject, Command.Asked)];

    public IEnumerable<string> Asked =>
        [IDecisions.OneAsked(Command.Subject.Value, EventCatalogue.NameOf(Command.Asked), Command.WithoutPeople)];

    public void Take(Draft draft) => draft.Take(Command);
}
