using System.Security.Cryptography;
using Oversight.Record;
using Oversight.Record.Events;

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
        where T : Event
    {
        Event committed = content with { Decision = Commit(content.Decision) };
        return (T)(
            committed is EntryCorrected correction
                ? correction with
                {
                    Replacement = Commit(correction.Replacement),
                }
                : committed
        );
    }

    /// <summary>
    /// The event without its people, as it enters the fingerprint of a request: a fingerprint of a name could be
    /// guessed at after the name was erased.
    /// </summary>
    public static Event Without(Event content)
    {
        var bare = content with
        {
            Decision = content.Decision with { DecidedBy = content.Decision.DecidedBy with { Person = null } },
        };
        return bare is EntryCorrected correction
            ? correction with
            {
                Replacement = Without(correction.Replacement),
            }
            : bare;
    }

    private Decision Commit(Decision decision)
    {
        if (BadInputException.OptionalText(decision.DecidedBy.Person, "decision.decidedBy.person", 200) is not { } name)
        {
            return decision with { DecidedBy = decision.DecidedBy with { Person = null } };
        }

        if (PersonCommitment.IsId(name))
        {
            return decision;
        }

        var commitment = PersonCommitment.To(name, RandomNumberGenerator.GetBytes(16));
        commitments.Add(commitment);
        return decision with { DecidedBy = decision.DecidedBy with { Person = commitment.Id } };
    }
}
