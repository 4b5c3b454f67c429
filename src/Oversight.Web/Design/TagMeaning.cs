namespace Oversight.Web.Design;

/// <summary>What a word on how something stands means for whoever reads it; each has a colour, which only repeats what the word says.</summary>
public enum TagMeaning
{
    /// <summary>It goes on, or is ahead.</summary>
    Going,

    /// <summary>It is done, or as it should be.</summary>
    Done,

    /// <summary>It wants attention soon, or is so in part.</summary>
    Soon,

    /// <summary>It is late, refused or not as it should be.</summary>
    Late,

    /// <summary>It is not stated, over, or of no consequence.</summary>
    NotStated,

    /// <summary>The record says several things of it.</summary>
    Uncertain,
}
