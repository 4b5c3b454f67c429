using Oversight.Record.Frameworks;

namespace Oversight.Record.Deciding;

/// <summary>The whole record as believed at a place: what has been recorded, or that and what is drafted on top of it.</summary>
public interface IBelievedRecord
{
    /// <summary>The framework versions.</summary>
    FrameworksInForce Frameworks { get; }

    /// <summary>A subject's timeline; null when nothing is recorded about it.</summary>
    Timeline? TimelineOf(SubjectId subject);

    /// <summary>
    /// The timelines of the engagements and undertakings of which some entry names the organisation, by stream identity;
    /// what is believed of them may no longer name it.
    /// </summary>
    IEnumerable<Timeline> Naming(OdsCode organisation);
}
