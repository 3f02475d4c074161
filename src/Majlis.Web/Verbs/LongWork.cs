using Spectre.Console;

namespace Majlis.Web.Verbs;

/// <summary>Progress on a terminal, on standard error; nothing at all when that goes into a file, so that standard output is always the result alone.</summary>
static class LongWork
{
    public static async Task<T> Show<T>(string title, Func<IProgress<(int Done, int Total, string What)>, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work(new Progress(_ => { }));
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn()).StartAsync(async bars =>
        {
            var bar = bars.AddTask(Markup.Escape(title));
            return await work(new Progress(step => (bar.MaxValue, bar.Value) = (step.Total, step.Done)));
        });
    }

    /// <summary>Unlike the base library's it reports at once, on the thread that works.</summary>
    sealed class Progress(Action<(int Done, int Total, string What)> report) : IProgress<(int Done, int Total, string What)>
    {
        public void Report((int Done, int Total, string What) value) => report(value);
    }
}
