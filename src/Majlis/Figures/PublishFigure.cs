using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Figures;

/// <summary>Says a number of the edition, in place of what was said for the same metric and stage before.</summary>
public static class PublishFigure
{
    /// <exception cref="Refusal"><c>figures.negative</c></exception>
    public static async Task<PublishedFigure> Run(AppDb db, Actor actor, Id<Edition> edition, string metric, FigureStage stage, long value, LocalizedText source,
        CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditEdition, edition, cancellation);
        var figure = new PublishedFigure(edition, metric, stage, value, source, db.Clock.GetCurrentInstant());
        db.RemoveRange(await db.Figures.Where(f => f.EditionId == edition && f.Metric == metric && f.Stage == stage).ToListAsync(cancellation));
        db.Add(figure);
        db.Record(actor, new EditionChanged(edition.Value, "figure", figure.Id.Value));
        await db.SaveChangesAsync(cancellation);
        return figure;
    }
}
