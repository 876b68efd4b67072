import { render } from 'preact'
import { App } from './app.tsx'
import { startFollowing } from './state/live.ts'
import './style/base.css'
import './style/parts.css'
import './style/views.css'

startFollowing()
render(<App />, document.getElementById('app')!)
