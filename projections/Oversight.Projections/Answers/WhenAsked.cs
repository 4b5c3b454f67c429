using System.Collections;

namespace Oversight.Projections.Answers;

/// <summary>A list that is found when somebody first looks at it: of many answers with costly parts, few are looked at whole.</summary>
internal sealed class WhenAsked<T>(Func<IReadOnlyList<T>> find) : IReadOnlyList<T>
{
    private readonly Lazy<IReadOnlyList<T>> found = new(find);

    public int Count => found.Value.Count;

    public T this[int index] => found.Value[index];

    public IEnumerator<T> GetEnumerator() => found.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
