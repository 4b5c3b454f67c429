using System.Text.Json;

namespace Oversight.Desk;

/// <summary>Decisions that a caller asks for as one.</summary>
/// <param name="Asked">What is asked, each as JSON without people (<see cref="OneAsked"/>): the same again means the same request.</param>
/// <param name="Versions">The version of each subject that the caller decided on; 0 when it is new.</param>
/// <param name="Contents">
/// What they are about and would record, as far as it can be read: who may log them is checked by this, before anything is said about the
/// record. Null where it depends on the record what is recorded.
/// </param>
/// <param name="Take">Takes them, in order; people's names are taken out with the second argument.</param>
public sealed record DecisionsTogether(
    IReadOnlyList<string> Asked,
    IReadOnlyDictionary<SubjectId, long> Versions,
    IReadOnlyList<(SubjectId Subject, Event? Content)> Contents,
    Action<Draft, People> Take
)
{
    /// <summary>One decision as it is asked for.</summary>
    /// <param name="subject">The subject's stream.</param>
    /// <param name="type">The name of the kind of decision.</param>
    /// <param name="data">What is to be recorded, as JSON.</param>
    public static string OneAsked(string subject, string type, string data) =>
        $"""[{JsonSerializer.Serialize(subject)}, {JsonSerializer.Serialize(type)}, {data}]""";
}
