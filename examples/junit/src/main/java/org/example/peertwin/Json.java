package org.example.peertwin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as maps, lists, texts, numbers, booleans and null: the JDK has none. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Throws an IllegalArgumentException for what is no JSON. */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    if (json.peek() != 0) throw json.mistake();
    return value;
  }

  static String write(Object value) {
    if (value instanceof String text) return quoted(text);
    if (value instanceof Map<?, ?> map)
      return map.entrySet().stream()
          .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + write(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    if (value instanceof List<?> list)
      return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
    return String.valueOf(value);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  private Object value() {
    char next = peek();
    if (next == '{') return object();
    if (next == '[') return list();
    if (next == '"') return string();
    if (text.startsWith("true", at)) return word("true", true);
    if (text.startsWith("false", at)) return word("false", false);
    if (text.startsWith("null", at)) return word("null", null);
    return number();
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    take('{');
    if (peek() == '}') return end(members);
    while (true) {
      peek();
      String name = string();
      peek();
      take(':');
      members.put(name, value());
      if (peek() == '}') return end(members);
      take(',');
    }
  }

  private List<Object> list() {
    List<Object> elements = new ArrayList<>();
    take('[');
    if (peek() == ']') return end(elements);
    while (true) {
      elements.add(value());
      if (peek() == ']') return end(elements);
      take(',');
    }
  }

  private String string() {
    take('"');
    StringBuilder out = new StringBuilder();
    for (char c; (c = take()) != '"'; ) {
      if (c != '\\') out.append(c);
      else out.append(escaped(take()));
    }
    return out.toString();
  }

  private char escaped(char c) {
    switch (c) {
      case 'n': return '\n';
      case 't': return '\t';
      case 'r': return '\r';
      case 'b': return '\b';
      case 'f': return '\f';
      case 'u':
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      default: return c;
    }
  }

  private Double number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
    if (from == at) throw mistake();
    return Double.valueOf(text.substring(from, at));
  }

  private <T> T word(String word, T value) {
    at += word.length();
    return value;
  }

  private <T> T end(T value) {
    at++;
    return value;
  }

  /** The next character that is no space; 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char take() {
    if (at == text.length()) throw mistake();
    return text.charAt(at++);
  }

  private void take(char wanted) {
    if (take() != wanted) throw mistake();
  }

  private IllegalArgumentException mistake() {
    return new IllegalArgumentException("no JSON at character " + at + ": " + text);
  }
}
