using System.Diagnostics;
using Majlis.Meetings.Planning;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Brokerage;

/// <summary>
/// Plans a brokerage event from below: a bound by profiles, then "at most so many breaks?" for one more each time until the answer is yes, which proves the optimum.
/// Each question is pure Boolean search, which refutes a budget that is too small quickly and finds a timetable at the optimum as quickly as any other; see docs/adr/0010.
/// Beside it a second worker looks for any timetable at all, and then asks the next question ahead. The answer is always the timetable of the question that proved it, so that it does not depend on which worker was faster.
/// </summary>
public sealed class BrokeragePlanner : IBrokeragePlanner
{
    /// <inheritdoc/>
    public BrokerageAnswer Plan(BrokerageEvent brokerage, int fairness, TimeSpan limit, int seed = 1, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
    {
        using var work = new Work(brokerage, fairness, limit, seed, progress, stop);
        return work.Answer();
    }

    sealed class Work(BrokerageEvent brokerage, int fairness, TimeSpan limit, int seed, IProgress<PlanProgress>? progress, CancellationToken stop) : IDisposable
    {
        readonly Stopwatch _watch = Stopwatch.StartNew();
        readonly List<Question> _asked = [];
        TimeSpan? _first, _best;
        int[]? _timetable;
        int? _breaks;
        int _bound;

        public BrokerageAnswer Answer()
        {
            if (ProfileBound.Of(brokerage, fairness, limit - _watch.Elapsed, seed, stop) is not { } bound) return new(null, null, true, Times(isProven: true));
            _bound = bound;
            Question? any = Ask(null), next = null;
            var current = Ask(_bound);
            while (!stop.IsCancellationRequested && _watch.Elapsed < limit)
            {
                if (any is null && next is null && !(_breaks <= _bound + 1)) next = Ask(_bound + 1);
                Task.WaitAny([.. new[] { current, any, next }.Where(q => q is { IsHeard: false }).Select(q => q!.Answer)]);
                if (any is { Answer.IsCompleted: true })
                {
                    var (timetable, isSettled) = any.Answer.Result;
                    if (timetable is null && isSettled) return new(null, null, true, Times(isProven: true));
                    if (timetable is not null) Keep(timetable);
                    any = null;
                }
                if (next is { Answer.IsCompleted: true, IsHeard: false })
                {
                    next.IsHeard = true;
                    var (timetable, isSettled) = next.Answer.Result;
                    if (timetable is not null) Keep(timetable);
                    else if (isSettled)
                    {
                        // What is refuted for more is refuted for less.
                        current.Stop();
                        Raise(next.Most!.Value + 1);
                        (current, next) = (Ask(_bound), null);
                        continue;
                    }
                }
                if (!current.Answer.IsCompleted) continue;
                var (found, isAnswered) = current.Answer.Result;
                if (found is not null)
                {
                    Keep(found);
                    return new(found, _bound, true, Times(isProven: true));
                }
                if (!isAnswered) break;
                Raise(_bound + 1);
                (current, next) = (next ?? Ask(_bound), null);
            }
            return new(_timetable, _bound, false, Times(isProven: false));
        }

        Question Ask(int? most)
        {
            var question = new Question(most, token => new BrokerageModel(brokerage, fairness, most).Solve(limit - _watch.Elapsed, seed, token), stop);
            _asked.Add(question);
            return question;
        }

        void Raise(int bound)
        {
            _bound = bound;
            progress?.Report(new(_watch.Elapsed, _breaks, _bound));
        }

        void Keep(int[] found)
        {
            var breaks = BrokerageRules.Breaks(brokerage, found);
            if (_breaks <= breaks) return;
            (_timetable, _breaks, _best) = (found, breaks, _watch.Elapsed);
            _first ??= _best;
            progress?.Report(new(_watch.Elapsed, _breaks, _bound));
        }

        PlanTimes Times(bool isProven) => new(_first, _best, isProven ? _watch.Elapsed : null);

        public void Dispose()
        {
            foreach (var question in _asked) question.Dispose();
        }
    }

    /// <summary>Whether there is a timetable with at most so many breaks, being answered on a thread of its own.</summary>
    sealed class Question : IDisposable
    {
        readonly CancellationTokenSource _stop;

        public Question(int? most, Func<CancellationToken, (int[]? Timetable, bool IsSettled)> answer, CancellationToken stop)
        {
            Most = most;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Answer = Task.Run(() => answer(_stop.Token), CancellationToken.None);
        }

        public int? Most { get; }

        public Task<(int[]? Timetable, bool IsSettled)> Answer { get; }

        /// <summary>Its answer has been taken into account.</summary>
        public bool IsHeard { get; set; }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            Answer.Wait();
            _stop.Dispose();
        }
    }
}
