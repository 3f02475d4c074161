namespace Majlis.Platform;

/// <summary>
/// What modules add to something that must not know them: one of each class that is a <typeparamref name="T"/>, in a fixed order. Such a class needs a constructor without parameters and keeps no state.
/// </summary>
static class FromModules<T> where T : class
{
    public static readonly IReadOnlyList<T> All = [.. typeof(AppDb).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(T)))
        .OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (T)Activator.CreateInstance(t)!)];
}
