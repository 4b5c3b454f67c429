using System.Security.Cryptography;

namespace Oversight.Desk;

/// <summary>Takes people's names out of what is to be recorded, and keeps the commitments that stand for them.</summary>
public sealed class People
{
    private readonly List<PersonCommitment> commitments = [];

    /// <summary>One commitment for each name that was taken out.</summary>
    public IReadOnlyList<PersonCommitment> Commitments => commitments;

    /// <summary>The event with a commitment in place of each name. What is a commitment already stays.</summary>
    /// <exception cref="BadInputException">A name is too long, or holds characters that cannot be stored.</exception>
    public T Commit<T>(T content)
        where T : Event => (T)content.WithPeople(Commit);

    /// <summary>
    /// The event without its people, as it enters the fingerprint of a request: a fingerprint of a name could be
    /// guessed at after the name was erased.
    /// </summary>
    public static Event Without(Event content) => content.WithPeople((_, _) => null);

    /// <summary>The people whom an event names, as it names them.</summary>
    public static IReadOnlyList<string> In(Event content)
    {
        var named = new List<string>();
        content.WithPeople(
            (person, _) =>
            {
                if (person is not null)
                {
                    named.Add(person);
                }

                return person;
            }
        );
        return named;
    }

    private string? Commit(string? person, string field)
    {
        if (BadInputException.OptionalText(person, field, 200) is not { } name || PersonCommitment.IsId(name))
        {
            return string.IsNullOrWhiteSpace(person) ? null : person;
        }

        var commitment = PersonCommitment.To(name, RandomNumberGenerator.GetBytes(16));
        commitments.Add(commitment);
        return commitment.Id;
    }
}
