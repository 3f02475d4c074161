using System.Text;
using System.Xml;
using Majlis.Platform;

namespace Majlis.Tables;

/// <summary>A forward-only walk over foreign XML that keeps the import limits: no document type, no entity, bounded depth, attributes and text.</summary>
sealed class XmlCursor : IDisposable
{
    readonly XmlReader _reader;
    readonly string? _part;
    readonly char[] _buffer = new char[4096];

    /// <param name="part">The part of a packed file, for messages; null for a file of its own.</param>
    public XmlCursor(Stream stream, string? part = null)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _part = part;
        _reader = XmlReader.Create(stream, new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = FileLimits.UnpackedBytes,
            MaxCharactersFromEntities = 1,
        });
    }

    public int? Line => _reader is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : null;
    public string Name => _reader.LocalName;
    public string? this[string attribute] => _reader.GetAttribute(attribute);
    public string? Attribute(string name, string space) => _reader.GetAttribute(name, space);

    /// <summary>Moves to the root element.</summary>
    public void Root() => Guarded(() => { while (Read() && _reader.NodeType != XmlNodeType.Element) { } });

    /// <summary>Calls <paramref name="child"/> at each child element of the current one; what it does not read is skipped.</summary>
    public void Children(Action<string> child) => Guarded(() =>
    {
        if (_reader.IsEmptyElement) return;
        var depth = _reader.Depth;
        while (Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth))
            if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == depth + 1) child(_reader.LocalName);
    });

    /// <summary>All text inside the current element, that of its children included; stops on its end.</summary>
    public string Text()
    {
        if (_reader.IsEmptyElement) return "";
        var depth = _reader.Depth;
        string? first = null;
        StringBuilder? rest = null;
        Guarded(() =>
        {
            while (Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth))
            {
                if (_reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)) continue;
                if (first is null) first = Value();
                else (rest ??= new(first)).Append(Value());
                if (rest?.Length > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", Line), ("limit", FileLimits.TextLength));
            }
        });
        return rest?.ToString() ?? first ?? "";
    }

    // A text of a gigabyte must not be built to be measured.
    string Value()
    {
        if (!_reader.CanReadValueChunk) return _reader.Value;
        var buffer = _buffer;
        var read = _reader.ReadValueChunk(buffer, 0, buffer.Length);
        if (read < buffer.Length) return new(buffer, 0, read);
        var text = new StringBuilder();
        for (; read > 0; read = _reader.ReadValueChunk(buffer, 0, buffer.Length))
        {
            if (text.Length + read > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", Line), ("limit", FileLimits.TextLength));
            text.Append(buffer, 0, read);
        }
        return text.ToString();
    }

    bool Read()
    {
        if (!_reader.Read()) return false;
        if (_reader.Depth > FileLimits.Depth) throw new Refusal("import.too_deep", ("line", Line), ("limit", FileLimits.Depth));
        if (_reader.AttributeCount > FileLimits.Attributes) throw new Refusal("import.too_many_attributes", ("line", Line), ("limit", FileLimits.Attributes));
        return true;
    }

    void Guarded(Action act)
    {
        try { act(); }
        catch (XmlException e) { throw new Refusal(_reader.Settings!.DtdProcessing == DtdProcessing.Prohibit && IsDocumentType(e) ? "import.doctype" : "import.xml_broken", ("line", e.LineNumber), ("part", _part)); }
        catch (Exception e) when (e is DecoderFallbackException or InvalidDataException or NotSupportedException)
        {
            throw new Refusal("import.xml_broken", ("line", Line), ("part", _part));
        }
    }

    // The reader stops before the name of the document type, in no state that says so; its own message names the setting.
    static bool IsDocumentType(XmlException e) => e.Message.Contains("DtdProcessing", StringComparison.Ordinal) || e.Message.Contains("DTD", StringComparison.Ordinal);

    public void Dispose() => _reader.Dispose();
}
